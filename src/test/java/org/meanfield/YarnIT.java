package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meanfield.testing.Submit.TINY_JOB;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.testing.ParquetRows;
import org.meanfield.testing.Program;
import org.meanfield.testing.Submit;
import org.meanfield.testing.YarnCluster;

/** The application on YARN, in client and in cluster mode, on a node that kills containers of too much memory. */
final class YarnIT {
    @AutoClose
    private static YarnCluster yarn;

    private static JsonNode expected;

    @TempDir
    private Path output;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException, InterruptedException, YarnException {
        expected = Submit.json(Submit.command("local[2]", TINY_JOB, "--output", folder.resolve("local")));
        yarn = YarnCluster.start();
    }

    @Test
    void clientModeGivesTheSameBits() throws IOException, YarnException {
        Program.Result run = Program.run(
                yarn.environment(),
                Submit.command("yarn", yarn.options("--num-executors=2"), TINY_JOB, "--output", output));

        JsonNode result = Submit.json(run);
        for (String key : List.of("run_id", "status", "test_accuracy", "state_sha256")) {
            assertThat(result.get(key)).as(key).isEqualTo(expected.get(key));
        }
        assertThat(yarn.newest().getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.SUCCEEDED);
        assertThat(ParquetRows.groups(rows("runs"))).singleElement().satisfies(row -> assertThat(
                        row.getGroup("executors", 0).getFieldRepetitionCount("list"))
                .isEqualTo(2));
    }

    /** The first attempt is killed; the second one, with the same command, goes on. Then the finished run is left as it is. */
    @Test
    void theSecondAttemptOfClusterModeGoesOn() throws IOException, InterruptedException, YarnException {
        List<String> command = clusterMode(TINY_JOB, "--output", output.toString());
        Program client = Program.start(yarn.environment(), command);
        client.await(this::hasRounds); // after the first checkpoint
        yarn.driver().orElseThrow().destroyForcibly();
        List<String> first = seconds(ParquetRows.in(rows("rounds"))); // what a second start would measure anew
        assertThat(first).hasSizeBetween(2, 6);

        Program.Result result = client.await();

        assertThat(result.code()).as(result.err()).isZero();
        ApplicationReport report = yarn.newest();
        assertThat(report.getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.SUCCEEDED);
        assertThat(yarn.attempts(report.getApplicationId())).hasSize(2);
        assertThat(ParquetRows.in(rows("runs")))
                .extracting(row -> row.get("status"))
                .containsExactly("finished");
        assertThat(seconds(ParquetRows.in(rows("rounds")))).hasSize(8).startsWith(first.toArray(String[]::new));
        assertThat(Files.readString(model().resolve("manifest.json")))
                .contains(expected.get("state_sha256").asText());

        assertThat(Program.run(yarn.environment(), command).code()).isZero();
        ApplicationReport again = yarn.newest();
        assertThat(again.getApplicationId()).isNotEqualTo(report.getApplicationId());
        assertThat(again.getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.SUCCEEDED);
        assertThat(yarn.attempts(again.getApplicationId())).hasSize(1);
    }

    @Test
    void wrongInputFailsWithItsLine() throws IOException, YarnException {
        Program.Result relative = Program.run(yarn.environment(), clusterMode(TINY_JOB));

        assertThat(relative.code()).isEqualTo(1);
        ApplicationReport report = yarn.newest();
        assertThat(report.getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.FAILED);
        assertThat(report.getDiagnostics())
                .contains(
                        "exitCode: 2",
                        "meanfield: --output is meanfield-out but must be an absolute path or an address in cluster mode, "
                                + "where the driver's own folder is deleted");
        assertThat(relative.err()).contains("meanfield: --output is meanfield-out but must be");
    }

    private static List<String> clusterMode(String job, String... arguments) {
        List<String> options = new ArrayList<>(yarn.options("--deploy-mode=cluster", "--num-executors=1"));
        return Submit.command("yarn", options, job, (Object[]) arguments);
    }

    private boolean hasRounds() {
        File[] files = rows("rounds").toFile().listFiles((folder, name) -> name.matches("[^.].*\\.parquet"));
        return files != null && files.length > 0;
    }

    private static List<String> seconds(List<Map<String, String>> rounds) {
        return rounds.stream().map(row -> row.get("compute_seconds")).toList();
    }

    private Path rows(String table) {
        return output.resolve(
                "tables/%s/run_id=%s".formatted(table, expected.get("run_id").asText()));
    }

    private Path model() {
        return output.resolve("models").resolve(expected.get("run_id").asText());
    }
}
