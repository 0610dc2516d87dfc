package org.meanfield.data;

/** Where long work says how far it is. */
@FunctionalInterface
public interface Progress {
    /** Says nothing. */
    Progress SILENT = line -> {};

    /** Shows {@code line} in place of the line before. */
    void show(String line);

    /** Says something that is to stay, a warning for instance. */
    default void say(String line) {}
}
