package org.meanfield.job.common;

/**
 * Where a run stands that was stopped.
 *
 * @param where such as {@code after round 20 of 90}
 * @param advice what the user can do, such as {@code --resume goes on}
 */
public record Standing(String where, String advice) {
    /** The advice for a run that can be resumed. */
    public static final String RESUME = "--resume goes on";

    /** The advice for a run of which nothing is kept. */
    public static final String REPEAT = "the same command starts it again";
}
