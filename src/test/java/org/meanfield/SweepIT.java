package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.testing.Cluster;
import org.meanfield.testing.ParquetRows;
import org.meanfield.testing.Program;
import org.meanfield.testing.Submit;
import org.meanfield.testing.UntimedRows;

/** One sweep on one machine and on a cluster, killed and resumed: always the same rows. */
final class SweepIT {
    private static final String SWEEP = "src/test/resources/tiny-sweep.yaml";

    private static final String HALVING = "--set=scheduler={type: successive-halving, reduction-factor: 2}";

    private static final int TRIALS = 8;

    @TempDir
    private static Path undisturbed;

    private static JsonNode expected;

    @TempDir
    private Path output;

    @BeforeAll
    static void runUndisturbed() {
        expected = Submit.json(Submit.sweep("local[2]", SWEEP, "--output", undisturbed));
    }

    @Test
    void aKilledSweepGoesOnToTheSameRows() throws InterruptedException {
        List<String> command = Submit.sweep("local[2]", SWEEP, "--output", output, "--resume");
        Program first = Program.start(Map.of(), command.subList(0, command.size() - 1));
        first.await(() -> manifests(output).size() > 2);
        first.kill();
        first.await();
        Map<String, String> written = manifests(output);
        // A trial whose row is not written yet may have a whole model, and is ended again.
        written.keySet().removeIf(run -> !status(output, run).equals("finished"));
        assertThat(written).hasSizeBetween(1, TRIALS - 1);

        assertThatIsAsExpected(Submit.json(command), expected, undisturbed);
        assertThat(expected.get("finished").asInt()).isEqualTo(TRIALS);
        // What had finished was not trained again.
        assertThat(manifests(output)).containsAllEntriesOf(written);
    }

    /** The executors' JVMs write numbers with Persian digits, where they are not told otherwise. */
    @Test
    void executorsOfAClusterGiveTheSameRowsInAnyLocale() throws IOException {
        try (Cluster cluster = Cluster.start(2)) {
            List<String> locale = List.of(
                    "--conf",
                    "spark.executor.extraJavaOptions=-Duser.language=fa -Duser.country=IR",
                    "--conf",
                    "spark.default.parallelism=200"); // which is no count of slots
            Program.Result run =
                    Program.run(Map.of(), Submit.sweep(cluster.master(), locale, SWEEP, "--output", output));
            assertThatIsAsExpected(Submit.json(run), expected, undisturbed);
            assertThat(run.err()).contains(", packed, 2 at once: there is at least one trial per task slot (2 slots)");
        }
        assertThat(files(output)).isEqualTo(files(undisturbed));
    }

    /** Returns the files of models and tables, by their paths in an output root. */
    private static Set<String> files(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(file -> file.startsWith("models") || file.startsWith("tables"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    @Tag("slow")
    void aSweepKilledWithinARungGoesOnToTheSameRows() throws InterruptedException {
        Path whole = output.resolve("whole");
        JsonNode halved = Submit.json(Submit.sweep("local[2]", SWEEP, HALVING, "--output", whole));
        Path killed = output.resolve("killed");
        List<String> command = Submit.sweep("local[2]", SWEEP, HALVING, "--output", killed, "--resume");
        Program first = Program.start(Map.of(), command.subList(0, command.size() - 1));
        // More than half of the trials have come to the first rung, and not all.
        first.await(() -> names(killed.resolve("checkpoints")).size() > TRIALS / 2);
        first.kill();
        first.await();
        assertThat(names(killed.resolve("checkpoints"))).hasSizeLessThan(TRIALS);

        assertThatIsAsExpected(Submit.json(command), halved, whole);
        assertThat(halved.get("stopped_early").asInt()).isPositive();
    }

    /** A slow trial that would win, and three fast ones; SIGTERM arrives while the slow one trains and another waits. */
    @Test
    void aSweepThatIsStoppedDecidesNothing() throws Exception {
        Path file = Files.writeString(
                output.resolve("halving.yaml"),
                """
                name: halving
                base:
                  name: hv
                  seed: 9
                  data: {type: synthetic-digits, train: 3000, validation: 200, test: 100}
                  model: {type: mlp, hidden: [16]}
                  train: {workers: 2, batch: 10, local-steps: 10, epochs: 2, optimizer: {type: adam, learning-rate: 0.0001}}
                  checkpoint: {rounds: 1000}
                list:
                  - {model.hidden: [900, 900], train.optimizer.learning-rate: 0.001}
                  - {model.hidden: [8]}
                  - {model.hidden: [9]}
                  - {model.hidden: [10]}
                seeds: 1
                scheduler: {type: successive-halving, reduction-factor: 2, min-epochs: 1}
                placement: packed
                """);
        Path whole = output.resolve("whole");
        JsonNode undisturbed = Submit.json(Submit.sweep("local[2]", file.toString(), "--output", whole));
        Path stopped = output.resolve("stopped");
        List<String> command = Submit.sweep("local[2]", file.toString(), "--output", stopped);
        Program first = Program.start(Map.of(), command);
        // A fast trial has ended its first rung, and the slow one trains.
        first.await(() -> !names(stopped.resolve("tables/evaluations")).isEmpty());
        first.terminate();
        Program.Result result = first.await();
        assertThat(result.code()).isEqualTo(143);
        assertThat(result.err()).contains(" was stopped with 0 of 4 trials finished; --resume continues it");
        List<String> statuses = names(stopped.resolve("tables/runs")).stream()
                .map(run -> ParquetRows.in(stopped.resolve("tables/runs").resolve(run))
                        .get(0)
                        .get("status"))
                .toList();
        assertThat(statuses).contains("interrupted").isSubsetOf("interrupted", "running");

        Program.Result refused = Program.run(Map.of(), command);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("is unfinished, with 0 of 4 trials ended: add --resume to continue it");
        List<String> resume = new ArrayList<>(command);
        resume.add("--resume=auto");
        assertThatIsAsExpected(Submit.json(resume), undisturbed, whole);
    }

    private static void assertThatIsAsExpected(JsonNode result, JsonNode expected, Path undisturbed) {
        Path output = Path.of(result.get("tables").asText()).getParent();
        for (String key : List.of(
                "sweep_id",
                "trials",
                "finished",
                "stopped_early",
                "diverged",
                "failed",
                "best_cell",
                "test_accuracy")) {
            assertThat(result.get(key)).as(key).isEqualTo(expected.get(key));
        }
        for (String table : List.of("runs", "rounds", "evaluations", "predictions")) {
            Map<String, List<Map<String, String>>> rows = UntimedRows.byRun(output, table);
            assertThat(rows).isNotEmpty().isEqualTo(UntimedRows.byRun(undisturbed, table));
        }
    }

    private static String status(Path root, String run) {
        return ParquetRows.in(root.resolve("tables/runs").resolve("run_id=" + run))
                .get(0)
                .get("status");
    }

    /** Returns when the manifest of each model was written. */
    private static Map<String, String> manifests(Path root) {
        Map<String, String> written = new TreeMap<>();
        for (String run : names(root.resolve("models"))) {
            Path manifest = root.resolve("models").resolve(run).resolve("manifest.json");
            if (Files.exists(manifest)) {
                written.put(run, String.valueOf(manifest.toFile().lastModified()));
            }
        }
        return written;
    }

    private static Set<String> names(Path folder) {
        String[] names = folder.toFile().list();
        return names == null ? Set.of() : new TreeSet<>(Arrays.asList(names));
    }
}
