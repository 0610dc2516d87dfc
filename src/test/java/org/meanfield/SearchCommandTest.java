package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanfield.testing.ParquetRows;

/** {@code search} of a sweep, as a user runs it: six cells in batches of two, of a learning rate and a width. */
final class SearchCommandTest {
    private static final String SWEEP =
            """
            name: search
            base:
              name: tiny
              data: {type: synthetic-digits, train: 60, validation: 40, test: 30}
              model: {type: mlp, hidden: [6]}
              train: {workers: 1, batch: 10, local-steps: 3, epochs: 2, optimizer: {type: sgd, learning-rate: 0.1}}
              checkpoint: {rounds: 1}
            search:
              type: tpe
              trials: 6
              batch: 2
              initial: 2
              keys:
                train.optimizer.learning-rate: {type: log-uniform, low: 0.001, high: 1}
                model.hidden: {type: choice, values: [[4], [8], [16]]}
            objectives: [validation-loss, parameters]
            """;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void writeFile() throws IOException {
        file = Files.writeString(folder.resolve("sweep.yaml"), SWEEP);
    }

    @Test
    void itChoosesTheSameCellsWhereverTheyRunAndHoweverOftenItStops() throws IOException {
        CommandRun whole = sweep("whole");
        assertThat(whole.code()).as(whole.err()).isZero();
        JsonNode cells = cells("whole", whole);
        assertThat(cells).hasSize(6);
        assertThat(whole.json().path("finished").asInt()).isEqualTo(6);
        assertThat(whole.json().path("selected_by").asText()).isEqualTo("validation_loss");

        CommandRun distributed = sweep("distributed", "--set=placement=distributed");
        assertThat(labels(cells("distributed", distributed))).isEqualTo(labels(cells));

        // Out of time before its first trial, it has decided on a batch only.
        CommandRun stopped = sweep("stopped", "--max-time=0.001s");
        assertThat(stopped.json().path("status").asText()).isEqualTo("stopped-early");
        assertThat(cells("stopped", stopped)).hasSize(2);
        CommandRun resumed = sweep("stopped", "--resume");
        assertThat(cells("stopped", resumed)).isEqualTo(cells);
        for (String key : List.of("best_cell", "validation_accuracy", "test_accuracy", "pareto_front", "finished")) {
            assertThat(resumed.json().path(key)).as(key).isEqualTo(whole.json().path(key));
        }
        CommandRun again = sweep("whole", "--resume");
        assertThat(again.out()).isEqualTo(whole.out());
        assertThat(cells("whole", again)).isEqualTo(cells);
    }

    @Test
    void twoObjectivesHaveAParetoFront() throws IOException {
        CommandRun run = sweep("out");
        List<double[]> points = new ArrayList<>();
        List<Boolean> front = new ArrayList<>();
        List<String> labels = labels(cells("out", run));
        for (JsonNode trial : cells("out", run)) {
            var rows = ParquetRows.in(folder.resolve(
                    "out/tables/objectives/run_id=" + trial.path("run_id").asText()));
            assertThat(rows).extracting(row -> row.get("objective")).containsExactly("validation-loss", "parameters");
            assertThat(rows).extracting(row -> row.get("higher_is_better")).containsOnly("false");
            points.add(rows.stream()
                    .mapToDouble(row -> Double.parseDouble(row.get("value")))
                    .toArray());
            front.add(Boolean.parseBoolean(rows.get(0).get("pareto")));
        }
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            double[] one = points.get(i);
            boolean best = points.stream()
                    .noneMatch(other ->
                            other[0] <= one[0] && other[1] <= one[1] && (other[0] < one[0] || other[1] < one[1]));
            assertThat(front.get(i)).isEqualTo(best);
            if (best) {
                expected.add(labels.get(i));
            }
        }
        assertThat(StreamSupport.stream(run.json().path("pareto_front").spliterator(), false)
                        .map(JsonNode::asText))
                .isEqualTo(expected);
        assertThat(run.err()).contains("  Pareto front, means over seeds:\n      validation-loss ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "search.keys={} | search.keys is empty but must be a mapping from key paths to distributions",
                "search.keys={train.batch: {type: choice, values: [8, 8]}} | search.keys is a search space of a single point but must be one of at least two",
                "search.trials=0 | search.trials is 0 but must be positive",
                "base.data.validation=0 | search.type is tpe but must be random or sobol where data.validation is 0",
                "grid.train.batch=[8] | search is given together with list, grid or random but must be the only one of them",
                "scheduler.type=hyperband | scheduler is one that compares trials early but must be {type: all} with search.type tpe",
                "objectives=[images-per-second] | objectives is a list with images-per-second but must be one of values that are the same on any machine with search.type tpe",
                "max-failures=-1 | max-failures is -1 but must be 0 or more"
            })
    void refuses(String change, String message) {
        CommandRun run = sweep("none", "--set=" + change);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().lines()).singleElement().asString().endsWith(message);
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void theEndsOfTheDistributionsAreCheckedFirst() {
        CommandRun run = sweep("none", "--set=search.keys={model.dropout: {type: uniform, low: 0, high: 1.5}}");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("[model.dropout=1.5] model.dropout is 1.5 but must be");
    }

    private CommandRun sweep(String output, String... more) {
        List<String> command = new ArrayList<>(List.of(
                "sweep", file.toString(), "--output", folder.resolve(output).toString()));
        command.addAll(List.of(more));
        return CommandRun.of(command.toArray(String[]::new));
    }

    private static List<String> labels(JsonNode trials) {
        return StreamSupport.stream(trials.spliterator(), false)
                .map(trial -> trial.path("cell").asText())
                .toList();
    }

    private JsonNode cells(String output, CommandRun run) throws IOException {
        Path json = folder.resolve(output)
                .resolve("sweeps")
                .resolve(run.json().path("sweep_id").asText())
                .resolve("sweep.json");
        return new ObjectMapper().readTree(json.toFile()).path("trials");
    }
}
