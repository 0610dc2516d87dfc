package org.meanfield.job.common;

import java.util.Locale;

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

    /**
     * Returns that of a training.
     *
     * @param round the number of rounds of its newest checkpoint; 0 without one
     * @param rounds that it has in all
     */
    public static Standing after(int round, int rounds) {
        return round == 0
                ? new Standing("before its first checkpoint", REPEAT)
                : new Standing(String.format(Locale.ROOT, "after round %d of %d", round, rounds), RESUME);
    }
}
