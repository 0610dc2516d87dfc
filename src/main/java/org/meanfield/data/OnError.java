package org.meanfield.data;

/** The handling of unreadable pictures. */
public enum OnError {
    /** Stop and list them. */
    FAIL,
    /** Leave them out and report their number. */
    SKIP
}
