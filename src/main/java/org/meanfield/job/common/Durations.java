package org.meanfield.job.common;

import java.util.Locale;

/** Durations as text. */
public final class Durations {
    private Durations() {}

    /** Returns {@code seconds} as minutes and seconds, after an hour with hours: {@code 1:05}, {@code 2:00:00}. */
    public static String text(double seconds) {
        long whole = Math.round(seconds);
        long minutes = whole / 60;
        return minutes < 60
                ? String.format(Locale.ROOT, "%d:%02d", minutes, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", minutes / 60, minutes % 60, whole % 60);
    }
}
