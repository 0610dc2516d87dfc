package org.meanfield.storage;

/** Where long work says how far it is. */
@FunctionalInterface
public interface Progress {
    /** Says nothing. */
    Progress SILENT = line -> {};

    /** Shows {@code line} in place of the line before. */
    void show(String line);
}
