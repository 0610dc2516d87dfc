package org.meanfield.job.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

final class ConsoleTest {
    private static final String ERASE = "\r\u001b[K";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void aTerminalShowsEachLineInPlaceOfTheOneBefore() {
        try (Console console = new Console(out, Console.Mode.LIVE, System::nanoTime)) {
            console.show("round 1");
            console.show("round 2");

            assertThat(written()).isEqualTo(ERASE + unwrapped("round 1") + ERASE + unwrapped("round 2"));
        }
    }

    @Test
    void aLineThatStaysTakesTheProgressAway() {
        try (Console console = new Console(out, Console.Mode.LIVE, System::nanoTime)) {
            console.show("round 1");
            console.say("done");
            console.say("and more");

            assertThat(written()).isEqualTo(ERASE + unwrapped("round 1") + ERASE + lines("done", "and more"));
        }
    }

    @Test
    void aLineIsOneLine() {
        try (Console console = new Console(out, Console.Mode.LIVE, System::nanoTime)) {
            console.say("/a\nb\u001b[2J is not used");
            console.show("/a\rb");

            assertThat(written()).isEqualTo(lines("/a\\nb\\u001b[2J is not used") + ERASE + unwrapped("/a\\rb"));
        }
    }

    @Test
    void nothingIsLeftOfTheProgressAtTheEnd() {
        try (Console console = new Console(out, Console.Mode.LIVE, System::nanoTime)) {
            console.show("round 1");
        }
        try (Console console = new Console(out, Console.Mode.LIVE, System::nanoTime)) {
            console.say("an error");
        }

        assertThat(written()).isEqualTo(ERASE + unwrapped("round 1") + ERASE + lines("an error"));
    }

    @Test
    void aTerminalKeepsTheLineOfAnEpochAboveTheProgress() {
        try (Console console = new Console(out, Console.Mode.LIVE, System::nanoTime)) {
            console.show("round 1");
            console.note("epoch 1");
            console.show("round 2");

            assertThat(written())
                    .isEqualTo(ERASE + unwrapped("round 1") + ERASE + lines("epoch 1") + ERASE + unwrapped("round 2"));
        }
    }

    @Test
    void aFileGetsProgressOnceInThirtySecondsAndWhatStays() {
        AtomicLong seconds = new AtomicLong(100);
        LongSupplier clock = () -> TimeUnit.SECONDS.toNanos(seconds.get());
        try (Console console = new Console(out, Console.Mode.LINES, clock)) {
            for (int round = 1; round <= 8; round++) {
                seconds.addAndGet(10);
                console.show("round " + round);
                if (round == 4) {
                    console.note("epoch 1");
                }
            }
            console.say("done");
        }

        assertThat(written()).isEqualTo(lines("round 3", "epoch 1", "round 7", "done"));
    }

    @Test
    void whatTakesLongIsShownWithItsTime() {
        AtomicLong seconds = new AtomicLong(100);
        LongSupplier clock = () -> TimeUnit.SECONDS.toNanos(seconds.get());
        try (Console console = new Console(out, Console.Mode.LINES, clock)) {
            console.tick();
            console.show("round 1");
            for (int i = 0; i < 75; i++) {
                seconds.incrementAndGet();
                console.tick();
            }
            console.note("epoch 1");
            seconds.addAndGet(29);
            console.tick();
        }

        assertThat(written()).isEqualTo(lines("round 1", "round 1 · for 0:32", "round 1 · for 1:02", "epoch 1"));
    }

    @Test
    void onATerminalTheTimeIsShownInPlace() {
        AtomicLong seconds = new AtomicLong(100);
        LongSupplier clock = () -> TimeUnit.SECONDS.toNanos(seconds.get());
        try (Console console = new Console(out, Console.Mode.LIVE, clock)) {
            console.show("round 1");
            seconds.addAndGet(29);
            console.tick();
            seconds.addAndGet(2);
            console.tick();
        }
        try (Console quiet = new Console(out, Console.Mode.QUIET, clock)) {
            quiet.show("round 1");
            seconds.addAndGet(31);
            quiet.tick();
        }

        assertThat(written()).isEqualTo(ERASE + unwrapped("round 1") + ERASE + unwrapped("round 1 · for 0:31") + ERASE);
    }

    @Test
    void whatBeginsStaysOnATerminalAndIsNotThereElsewhere() {
        try (Console console = new Console(out, Console.Mode.LIVE, () -> 0)) {
            console.show("opening the data");
            console.begin("starting Spark");
        }
        try (Console console = new Console(out, Console.Mode.LINES, () -> 0)) {
            console.begin("starting Spark");
        }

        assertThat(written()).isEqualTo(ERASE + unwrapped("opening the data") + ERASE + lines("starting Spark"));
    }

    @Test
    void aQuietOneWritesNoProgress() {
        try (Console console = Console.quiet(out)) {
            console.show("round 1");
            console.note("epoch 1");
            console.say("done");
        }

        assertThat(written()).isEqualTo(lines("done"));
    }

    /** Longer than the terminal is wide, it would not be erased as a whole. */
    private static String unwrapped(String line) {
        return "\u001b[?7l" + line + "\u001b[?7h";
    }

    private static String lines(String... lines) {
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
