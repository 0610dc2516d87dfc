package org.meanfield.job.common;

/** What happens to a run of the same job that is under the output root already. Nothing is deleted unless asked for. */
public enum Existing {
    /** A finished run is left as it is, an unfinished one is refused. */
    REFUSE,
    /** {@code --resume}: an unfinished run continues, and there must be one. */
    RESUME,
    /** {@code --resume=auto}: an unfinished run continues; where there is none, one starts. */
    RESUME_OR_START,
    /** {@code --restart}: the run is deleted and starts again. */
    RESTART
}
