package org.meanfield.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that are null, too long, too deep or no characters. */
final class ScalarsTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "~", "null", "Null", "NULL"})
    void nullIsAbsent(String nothing) {
        String yaml = "name: a\nseed: %1$s\ntrain: {batch: %1$s}\naugment: %1$s\n".formatted(nothing);
        assertThat(RecordReader.read(yaml, "job.yaml", Sample.class, List.of()))
                .isEqualTo(RecordReader.read("name: a", "job.yaml", Sample.class, List.of()));
        assertThat(RecordReader.read("name: a\nseed: 5", "job.yaml", Sample.class, List.of("seed=" + nothing)))
                .isEqualTo(RecordReader.read("name: a", "job.yaml", Sample.class, List.of()));
    }

    static List<List<String>> refused() {
        return List.of(
                List.of("name: ~", "name is missing but required"),
                List.of("name: null", "name is missing but required"),
                List.of(
                        "name: a\naugment: [{type: null}]",
                        "augment[0].type is missing: it must be one of flip, random-crop"),
                List.of("name: a\nnane: null", "nane is not a key; did you mean name?"),
                List.of(
                        "name: a\naugment: [~]",
                        "augment[0] is empty but must be a mapping with a type of flip, random-crop"),
                List.of("name: \"\\Uffffffff\"", "job.yaml, line 1: \\Uffffffff is no character"),
                List.of("name: a\ntrain:\n  batch: \"\\U00110000\"", "job.yaml, line 3: \\U00110000 is no character"),
                List.of(
                        "name: " + "a".repeat(10_001),
                        "job.yaml, line 1: a text of 10001 characters but at most 10000 can be"),
                List.of(
                        "name: a\nseed: " + "1".repeat(1001),
                        "seed is " + "1".repeat(60) + "… but must be a whole number of at most 1000 characters"),
                List.of(
                        "name: a\nseed: " + "1".repeat(500_000),
                        "job.yaml, line 2: a text of 500000 characters but at most 10000 can be"),
                List.of("name: a\ntable: " + "[".repeat(100_000), "job.yaml, line 2: more than 50 levels"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesInOneLine(List<String> yamlAndMessage) {
        assertThatThrownBy(() -> RecordReader.read(yamlAndMessage.get(0), "job.yaml", Sample.class, List.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(yamlAndMessage.get(1));
    }
}
