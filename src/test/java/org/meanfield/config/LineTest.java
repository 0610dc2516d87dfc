package org.meanfield.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class LineTest {
    static Arguments[] texts() {
        return new Arguments[] {
            Arguments.of("a 1×3 – «é» 数 😀 C:\\x", "a 1×3 – «é» 数 😀 C:\\x"),
            Arguments.of("a\nb\r\n\tc", "a\\nb\\r\\n\\tc"),
            Arguments.of("\u001b[31mred\u0000\u007f\u0085\u009b", "\\u001b[31mred\\u0000\\u007f\\u0085\\u009b"),
            Arguments.of("a\u202egnp.exe\u2066\ufeff", "a\\u202egnp.exe\\u2066\\ufeff"),
            Arguments.of("\u2028\u2029", "\\u2028\\u2029"),
            Arguments.of("\ud83d.\ude00", "\\ud83d.\\ude00"),
            Arguments.of("\udb40\udc01", "\\udb40\\udc01")
        };
    }

    @ParameterizedTest
    @MethodSource("texts")
    void whatATerminalWouldObeyIsShown(String text, String line) {
        assertThat(Line.of(text)).isEqualTo(line);
        assertThat(Line.of(line)).isEqualTo(line);
    }

    @Test
    void aLongOneLacksItsMiddle() {
        assertThat(Line.of("x".repeat(2000))).hasSize(2000).doesNotContain("…");
        String line = Line.of("begin" + "\n".repeat(100_000) + "end");
        assertThat(line)
                .hasSizeBetween(1990, 2000)
                .startsWith("begin\\n")
                .contains(" … ")
                .endsWith("\\nend");
        assertThat(Line.of(line)).isEqualTo(line);
    }

    @Test
    void itIsNotCutWithinACharacter() {
        for (String before : new String[] {"", "x"}) {
            assertThat(Line.of(before + "😀".repeat(2000))).contains("😀 … 😀").doesNotContain("\\u");
        }
    }
}
