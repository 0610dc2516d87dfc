package org.meanfield.job.doctor;

import java.util.Locale;

/**
 * One line of the examination.
 *
 * @param level how bad it is
 * @param subject what was looked at
 * @param found what was found
 * @param advice what to do about it; empty if nothing
 */
record Finding(Level level, String subject, String found, String advice) {
    /** How bad a finding is. */
    enum Level {
        OK,
        /** The job runs, but slower than it could, or not always. */
        WARNING,
        /** The job does not run, or not to its end. */
        WRONG
    }

    static Finding ok(String subject, String found) {
        return new Finding(Level.OK, subject, found, "");
    }

    static Finding warning(String subject, String found, String advice) {
        return new Finding(Level.WARNING, subject, found, advice);
    }

    static Finding wrong(String subject, String found, String advice) {
        return new Finding(Level.WRONG, subject, found, advice);
    }

    /** Compares the bytes that an executor needs with those that it has. */
    static Finding memory(String subject, long needed, long there) {
        String found = String.format(Locale.ROOT, "an executor needs about %,d of %,d MB", needed >> 20, there >> 20);
        return needed <= there
                ? ok(subject, found)
                : wrong(
                        subject,
                        found,
                        "see the settings below, or take fewer executors on a host or a smaller train.batch");
    }

    /** Returns it as a line of the table. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%-8s %-12s %s%s",
                level.name().toLowerCase(Locale.ROOT),
                subject,
                found,
                advice.isEmpty() ? "" : "; " + advice);
    }
}
