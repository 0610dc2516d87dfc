package org.meanfield.storage;

/** Progress display of long operations. */
@FunctionalInterface
public interface Progress {
    /** No display. */
    Progress SILENT = line -> {};

    /** Shows {@code line} in place of the previous one. */
    void show(String line);

    /** Writes a line that stays and is part of the progress, such as that of an epoch. */
    default void note(String line) {}

    /** Writes a line that stays, such as a warning. */
    default void say(String line) {}
}
