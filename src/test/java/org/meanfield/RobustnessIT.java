package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.testing.Cluster;
import org.meanfield.testing.ParquetRows;
import org.meanfield.testing.Program;
import org.meanfield.testing.Submit;

/** One evaluation on one machine and on a cluster, stopped and resumed: always the same rows, bit for bit. */
final class RobustnessIT {
    private static final String JOB = "src/test/resources/tiny-robustness.yaml";

    /** Clean images; 2 · 2 and 1 · 2 conditions of noise; 1 · 2 of motion blur; 1 of JPEG. */
    private static final int CONDITIONS = 1 + 4 + 2 + 2 + 1;

    @TempDir
    private static Path models;

    @AutoClose
    private static Cluster cluster;

    private static JsonNode expected;

    @TempDir
    private Path output;

    @BeforeAll
    static void evaluateOnce() {
        // Three blocks of images.
        Submit.json(Submit.command("local[2]", Submit.TINY_JOB, "--set", "data.test=1203", "--output", models));
        Submit.json(Submit.command(
                "local[2]",
                Submit.TINY_JOB,
                "--set=name=mlp",
                "--set=model={type: mlp, hidden: [8]}",
                "--set=data.test=1203",
                "--output",
                models));
        expected = Submit.json(Submit.robustness("local[2]", JOB, "--output", models));
        cluster = Cluster.start(2);
    }

    @Test
    void executorsOfAClusterGiveTheSameRows() {
        JsonNode result = Submit.json(evaluation(cluster.master()));

        assertThat(rows(models, expected)).hasSize(2 * CONDITIONS);
        assertThatRowsAreAsExpected(result);
        assertThat(result.path("corrupted_sets")).isEqualTo(expected.path("corrupted_sets"));
        assertThat(result.path("models")).isEqualTo(expected.path("models"));
    }

    @Test
    void aKilledEvaluationGoesOnToTheSameRows() throws InterruptedException {
        Program first = Program.start(Map.of(), evaluation("local[1]"));
        first.await(() -> part(1).toFile().exists());
        first.kill();
        first.await();
        assertThat(output.resolve("tables/robustness")).doesNotExist();

        List<String> command = evaluation(cluster.master());
        command.add("--resume");
        JsonNode resumed = Submit.json(command);

        assertThatRowsAreAsExpected(resumed);
        assertThat(Submit.json(command)).as("a finished run is left").isEqualTo(resumed);
    }

    private List<String> evaluation(String master) {
        return Submit.robustness(
                master, JOB, "--set", "models=[{type: all, output: %s}]".formatted(models), "--output", output);
    }

    private Path part(int corruption) {
        String[] runs = output.resolve("checkpoints").toFile().list();
        return output.resolve("checkpoints/%s/part-000-000-%03d/manifest.json"
                .formatted(runs == null || runs.length == 0 ? "none" : runs[0], corruption));
    }

    private void assertThatRowsAreAsExpected(JsonNode result) {
        assertThat(rows(output, result)).isEqualTo(rows(models, expected));
    }

    /** Returns the rows with their lists, as text that keeps every digit. */
    private static List<String> rows(Path root, JsonNode result) {
        return ParquetRows.groups(root.resolve(
                        "tables/robustness/run_id=" + result.path("run_id").asText()))
                .stream()
                .map(Group::toString)
                .toList();
    }
}
