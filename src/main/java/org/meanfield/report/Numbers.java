package org.meanfield.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.meanfield.evaluate.SeedMean;

/** Formatting of numbers for readers, independent of the locale. */
final class Numbers {
    private static final String NONE = "–";
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Numbers() {}

    /** Returns a fraction in percent: {@code 90.07 %}, or a dash for one that is not finite. */
    static String percent(double share) {
        return !Double.isFinite(share) ? NONE : String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    /**
     * Returns a mean over seeds in percent with its interval: {@code 90.07 ± 0.42 %}; without one for a single seed.
     */
    static String percent(SeedMean mean) {
        return mean.count() == 1 || !Double.isFinite(mean.mean())
                ? percent(mean.mean())
                : String.format(Locale.ROOT, "%.2f ± %.2f %%", 100 * mean.mean(), 100 * mean.half());
    }

    /** Returns a whole number: {@code 10,000}. */
    static String count(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    /** Returns a number of things: {@code 1 epoch}, {@code 2 epochs}. */
    static String counted(long number, String thing) {
        return String.format(Locale.ROOT, "%,d %s%s", number, thing, number == 1 ? "" : "s");
    }

    /** Returns how many runs have which status: {@code 5 finished, 1 diverged}. */
    static String statuses(List<RunData> runs) {
        Map<String, Long> counts = runs.stream()
                .collect(Collectors.groupingBy(run -> run.row().status(), TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(status -> status.getValue() + " " + status.getKey())
                .collect(Collectors.joining(", "));
    }

    /** Returns how often a run was resumed, as the end of a sentence: {@code , resumed 2 times}; empty for never. */
    static String resumes(int number) {
        return number == 0 ? "" : ", resumed " + counted(number, "time");
    }

    /** Returns a p-value: {@code 0.031}, with more digits if it would look like 0.05, {@code < 0.001}, or a dash for NaN. */
    static String probability(double p) {
        if (Double.isNaN(p)) {
            return NONE;
        }
        for (int digits = 3; digits < 8; digits++) {
            String text = String.format(Locale.ROOT, "%." + digits + "f", p);
            if (p == 0.05 || Double.parseDouble(text) != 0.05) {
                return p < 0.001 ? "< 0.001" : text;
            }
        }
        return p < 0.05 ? "< 0.05" : "> 0.05";
    }

    /** Returns a time to the minute: {@code 2026-11-20 19:28 UTC}. */
    static String minute(Instant time) {
        return MINUTE.format(time);
    }

    /** Returns a duration: {@code 41.2 s}, {@code 3 min 20 s}. */
    static String seconds(double seconds) {
        return seconds < 100
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(Locale.ROOT, "%d min %02d s", (long) seconds / 60, (long) seconds % 60);
    }
}
