package org.meanfield.data;

/** What to do about a picture that can't be read. */
public enum OnError {
    /** Stop, and name all of them. */
    FAIL,
    /** Leave it out, and say how many were. */
    SKIP
}
