package org.meanfield.job.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.config.RecordReader;
import org.meanfield.model.init.Initializer;

final class SweepPresetsTest {
    private static final Map<String, Integer> TRIALS = Map.of(
            "sweep-initializations.yaml",
            8 * 5,
            "sweep-augmentations.yaml",
            8 * 3,
            "sweep-averaging.yaml",
            3 * 4 * 4 * 3,
            "sweep-search.yaml",
            5,
            "sweep-robust.yaml",
            5 * 3);

    private static List<String> presets() {
        return Stream.of(new File("jobs").list())
                .filter(name -> name.startsWith("sweep-"))
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("presets")
    void eachIsASweepOfItsNameWithItsQuestion(String file) throws IOException {
        SweepJob job = read(file);
        assertThat(file).isEqualTo(job.name() + ".yaml");
        assertThat(job.trials(List.of())).hasSize(TRIALS.get(file));
        assertThat(Files.readString(Path.of("jobs", file), UTF_8))
                .startsWith("# yaml-language-server: $schema=job.schema.json\n# Wh")
                .contains("?\n");
    }

    @Test
    void everyInitializerIsCompared() throws IOException {
        List<Class<?>> compared = new ArrayList<>();
        read("sweep-initializations.yaml").trials(List.of()).stream()
                .map(trial -> trial.job().initializer().getClass())
                .distinct()
                .forEach(compared::add);
        assertThat(compared).containsExactlyInAnyOrder(Initializer.class.getPermittedSubclasses());
    }

    private static SweepJob read(String file) throws IOException {
        return RecordReader.read(Files.readString(Path.of("jobs", file), UTF_8), file, SweepJob.class, List.of());
    }
}
