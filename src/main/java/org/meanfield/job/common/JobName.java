package org.meanfield.job.common;

import java.util.regex.Pattern;
import org.meanfield.config.Check;

/** The name of a job, with which the ids of its runs begin: {@code <name>-<8 hex digits>}. */
public final class JobName {
    /** It is part of folder names, which file systems limit to 255 bytes. */
    private static final int MOST = 100;

    /** What {@code -12345678} makes a number: Spark would infer one for the folders {@code run_id=1e-12345678}. */
    private static final Pattern NUMBER = Pattern.compile("[0-9][0-9._]*[eE]|0[xX][0-9a-fA-F._]*[pP]");

    private JobName() {}

    /**
     * Checks a job's key {@code name}.
     *
     * @throws org.meanfield.config.InvalidInputException if it cannot be part of the names of folders
     */
    public static void check(String name) {
        Check.that(
                name.matches("[A-Za-z0-9][A-Za-z0-9._-]*"),
                "name",
                name.isEmpty() ? "empty" : name,
                "made of letters, digits, '.', '_' and '-', and start with a letter or digit");
        Check.that(
                !NUMBER.matcher(name).matches(),
                "name",
                name,
                "one with which an id, %s-<8 hex digits>, is no number: end it with another letter than e or p"
                        .formatted(name));
        Check.that(name.length() <= MOST, "name", name, "of at most %d characters".formatted(MOST));
    }
}
