package org.meanfield.spark;

import java.io.Serializable;

/**
 * How far a training goes in one execution.
 *
 * @param rounds the rounds after which it ends
 * @param deadline the time after which no further round begins, in milliseconds since 1970; {@link Long#MAX_VALUE} for none
 */
public record Until(int rounds, long deadline) implements Serializable {
    /** Returns one without a deadline. */
    public static Until rounds(int rounds) {
        return new Until(rounds, Long.MAX_VALUE);
    }

    /** Returns whether its time is up. */
    boolean isTimeUp() {
        return System.currentTimeMillis() >= deadline;
    }
}
