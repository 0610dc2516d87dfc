package org.meanfield.job.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ConsoleTest {
    private static final String ERASE = "\r\u001b[K";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void aTerminalShowsEachLineInPlaceOfTheOneBefore() {
        try (Console console = new Console(out, true)) {
            console.show("round 1");
            console.show("round 2");

            assertThat(written()).isEqualTo(ERASE + unwrapped("round 1") + ERASE + unwrapped("round 2"));
        }
    }

    @Test
    void aLineThatStaysTakesTheProgressAway() {
        try (Console console = new Console(out, true)) {
            console.show("round 1");
            console.say("done");
            console.say("and more");

            assertThat(written()).isEqualTo(ERASE + unwrapped("round 1") + ERASE + lines("done", "and more"));
        }
    }

    @Test
    void aLineIsOneLine() {
        try (Console console = new Console(out, true)) {
            console.say("/a\nb\u001b[2J is not used");
            console.show("/a\rb");

            assertThat(written()).isEqualTo(lines("/a\\nb\\u001b[2J is not used") + ERASE + unwrapped("/a\\rb"));
        }
    }

    @Test
    void nothingIsLeftOfTheProgressAtTheEnd() {
        try (Console console = new Console(out, true)) {
            console.show("round 1");
        }
        try (Console console = new Console(out, true)) {
            console.say("an error");
        }

        assertThat(written()).isEqualTo(ERASE + unwrapped("round 1") + ERASE + lines("an error"));
    }

    @Test
    void aFileGetsNoProgress() {
        try (Console console = new Console(out, false)) {
            console.show("round 1");
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
