package org.meanfield.job.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.config.InvalidInputException;

/** An id is {@code <name>-<8 hex digits>}; Java's and so Spark's doubles may end in d or f. */
final class JobNameTest {
    private static final String[] ENDS = {"-12345678", "-1234567d", "-0000000f"};

    @ParameterizedTest
    @ValueSource(strings = {"1e", "2E", "1.5e", "1.e", "0x1p", "0Xa.8P"})
    void aNameThatMakesANumberIsRefused(String name) {
        for (String end : ENDS) {
            assertThatCode(() -> Double.parseDouble(name + end)).doesNotThrowAnyException();
        }
        assertThatThrownBy(() -> JobName.check(name))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("name is " + name + " but must be one with which an id, ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "12", "1.5", "e", "1f", "1x", "1e1", "2026-11-30", "true", "null", "NaN", "tiny", "one"})
    void allOthersMakeNone(String name) {
        assertThatCode(() -> JobName.check(name)).doesNotThrowAnyException();
        for (String end : ENDS) {
            assertThat(name + end).satisfies(id -> assertThatThrownBy(() -> Double.parseDouble(id))
                    .isInstanceOf(NumberFormatException.class));
        }
    }
}
