package org.meanfield.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class YamlWriterTest {
    /** Settings whose texts look like something else in YAML. */
    private record Settings(String name, List<String> texts, double rate, List<Integer> sizes, boolean on) {}

    private static final Settings SETTINGS = new Settings(
            "a: \"b\" # <c>",
            List.of("", "1.10", "off", "~", "- x", "{y}", "it's", "two\nlines", "é😀"),
            1e-8,
            List.of(512, 256),
            true);

    @Test
    void whatIsWrittenIsReadAsTheSame() {
        String yaml = YamlWriter.ofJson(RecordWriter.toJson(SETTINGS));

        assertThat(RecordReader.read(yaml, "job.yaml", Settings.class, List.of()))
                .isEqualTo(SETTINGS);
    }

    @Test
    void eachKeyHasALine() {
        assertThat(YamlWriter.ofJson("{\"name\":\"a\",\"train\":{\"batch\":64,\"sizes\":[2,3]},\"augment\":[]}"))
                .isEqualTo(
                        """
                        name: a
                        train:
                          batch: 64
                          sizes:
                            - 2
                            - 3
                        augment: []
                        """);
    }

    @Test
    void whatIsNoJsonIsSaid() {
        assertThatThrownBy(() -> YamlWriter.ofJson("{"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("A job is not JSON: ");
    }
}
