package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorCommandTest {
    private static final String JOB =
            """
            name: tiny
            data: {type: synthetic-digits, train: 200, validation: 0, test: 10}
            model: {type: mlp, hidden: [8]}
            train: {workers: 2, batch: 10, epochs: 1, optimizer: {type: sgd, learning-rate: 0.05}}
            """;

    @TempDir
    private Path folder;

    private String job;

    @BeforeEach
    void writeJob() throws IOException {
        job = Files.writeString(folder.resolve("job.yaml"), JOB).toString();
    }

    @Test
    void examinesEachPartAndLeavesNothing() throws IOException {
        Path output = Files.createDirectory(folder.resolve("out"));
        CommandRun run = CommandRun.of("doctor", job, "--output", output.toString());

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err())
                .contains(
                        "ok       job and data 200 training images, 24,674 parameters\n",
                        "ok       access       every executor reads the data and sees the output\n",
                        ", workers: 2\n",
                        "ok       heap         an executor needs about ",
                        " ms a local step; ",
                        "         workers: 1, ");
        JsonNode json = run.json();
        assertThat(json.path("findings"))
                .extracting(finding -> finding.path("subject").asText())
                .contains(
                        "job and data",
                        "output",
                        "versions",
                        "libraries",
                        "slots",
                        "heap",
                        "off-heap",
                        "clocks",
                        "disk",
                        "rounds");
        assertThat(json.path("step_seconds").asDouble()).isPositive();
        assertThat(json.path("speeds").path(0).path("speed_up").asDouble()).isEqualTo(1);
        assertThat(output).isEmptyDirectory();
    }

    @Test
    void whatIsWrongIsTheLastLine() {
        CommandRun run = CommandRun.of("doctor", job, "--set", "train.workers=201", "--output", folder.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo(
                        "wrong    job and data train.workers is 201 but must be at most the number of training images, 200\n");
        assertThat(run.out()).startsWith("{\"findings\":[{\"level\":\"wrong\",").endsWith("}\n");
    }

    @Test
    void anOutputThatCannotBeWrittenIsWrong() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        CommandRun run = CommandRun.of("doctor", job, "--output", file.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("\nwrong    output       --output is " + file + " but must be a folder");
    }
}
