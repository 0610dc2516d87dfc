package org.meanfield.config;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.job.robustness.RobustnessJob;
import org.meanfield.job.study.DepthStudy;
import org.meanfield.job.study.StudyJob;
import org.meanfield.job.sweep.SweepJob;
import org.meanfield.job.train.TrainJob;
import org.meanfield.testing.Fuzzed;

/** Any text as a job file, of each kind of job. */
final class YamlFuzzTest {
    private static final List<Class<? extends Record>> JOBS =
            List.of(TrainJob.class, SweepJob.class, RobustnessJob.class, DepthStudy.class, StudyJob.class);

    /** Escapes that stand for no character, where SnakeYAML throws what Java does. */
    private static final List<String> ESCAPES =
            List.of("\"\\Uffffffff\"", "name: \"\\Uffffffff\"", "name: x\n...\n\"\\U00110000\"", "\"\\uD8\"");

    /** The presets, and what was once wrong. */
    static List<byte[]> seeds() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("jobs"))) {
            Stream<String> presets = files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(YamlFuzzTest::read);
            return Stream.concat(presets, ESCAPES.stream()).map(Fuzzed::text).toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @MethodSource("seeds")
    @FuzzTest
    void read(byte[] file) throws Exception {
        String yaml = new String(file, StandardCharsets.UTF_8);
        for (Class<? extends Record> job : JOBS) {
            Fuzzed.read(() -> RecordReader.read(yaml, "job.yaml", job, List.of()));
        }
        Fuzzed.read(() -> RecordReader.read("name: x", "job.yaml", TrainJob.class, List.of(yaml)));
    }
}
