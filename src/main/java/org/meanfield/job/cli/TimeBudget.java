package org.meanfield.job.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import org.meanfield.config.Check;
import picocli.CommandLine.Option;

/** The option {@code --max-time}, shared by the commands that train. */
final class TimeBudget {
    private static final String NAME = "--max-time";

    private final long start = System.currentTimeMillis();

    @Option(
            names = NAME,
            paramLabel = "TIME",
            description =
                    "End after this time, such as 90s, 30m or 1h30m from the start of the command: training ends with the "
                            + "next round, and what there is by then is written. --resume goes on from there.")
    private String time = "";

    /**
     * Returns the time at which it is used up, in milliseconds since 1970; {@link Long#MAX_VALUE} without the option.
     *
     * @throws org.meanfield.config.InvalidInputException if it is no positive time
     */
    long deadline() {
        return time.isEmpty() ? Long.MAX_VALUE : start + duration(time).toMillis();
    }

    /** Returns a time such as {@code 1h30m}, in the notation of ISO 8601 without its first letters. */
    static Duration duration(String text) {
        Duration parsed = Duration.ZERO;
        try {
            parsed = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        } catch (DateTimeException e) {
            check(text, false);
        }
        check(text, parsed.compareTo(Duration.ofMillis(1)) >= 0 && parsed.compareTo(Duration.ofDays(10_000)) <= 0);
        return parsed;
    }

    private static void check(String text, boolean ok) {
        Check.that(ok, NAME, text, "a positive time of at most 10000 days, such as 90s, 30m or 1h30m");
    }
}
