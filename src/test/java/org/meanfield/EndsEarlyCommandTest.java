package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanfield.testing.ParquetRows;

/** {@code train.early-stopping} and {@code --max-time}: a learning rate with which the validation loss soon rises, three rounds an epoch. */
final class EndsEarlyCommandTest {
    private static final String JOB =
            """
            name: tiny
            seed: 3
            data: {type: synthetic-digits, train: 60, validation: 30, test: 40}
            model: {type: mlp, hidden: [16]}
            train:
              workers: 2
              batch: 10
              local-steps: 1
              epochs: 30
              optimizer: {type: adam, learning-rate: 0.1}
              averaging: {type: slow-momentum}
            checkpoint: {rounds: 1, keep: 1}
            """;

    private static final String PATIENCE = "--set=train.early-stopping.patience=4";

    /** Used up before the first round, of which there is one in any case. */
    private static final String NO_TIME = "--max-time=0.001s";

    @TempDir
    private Path folder;

    private Path job;

    @BeforeEach
    void writeJob() throws IOException {
        job = Files.writeString(folder.resolve("job.yaml"), JOB);
    }

    @Test
    void itEndsWithTheBestStateAndAKilledRunEndsAtTheSameRound() {
        CommandRun whole = train("whole");
        List<Double> losses = rows("whole", "evaluations", whole).stream()
                .filter(row -> row.get("split").equals("validation"))
                .map(row -> Double.parseDouble(row.get("loss")))
                .toList();
        int best = 0;
        int end = 0;
        while (end - best < 4) {
            end++;
            best = losses.get(end) < losses.get(best) ? end : best;
        }
        assertThat(end).isLessThan(28);

        CommandRun stopped = train("stopped", PATIENCE);
        assertThat(stopped.code()).as(stopped.err()).isZero();
        assertThat(stopped.json().path("status").asText()).isEqualTo("finished");
        assertThat(stopped.json().path("rounds").asInt()).isEqualTo(3 * (end + 1));
        assertThat(stopped.json().path("selected_round").asInt()).isEqualTo(3 * (best + 1));
        assertThat(stopped.err())
                .contains("  ended    early, after round %d of 90, with the state after round %d\n"
                        .formatted(3 * (end + 1), 3 * (best + 1)));
        assertThat(rows("stopped", "evaluations", stopped).subList(0, end + 1))
                .isEqualTo(rows("whole", "evaluations", whole).subList(0, end + 1));
        CommandRun short0 = train("short", "--set=train.epochs=" + (best + 1));
        assertThat(stopped.json().path("state_sha256")).isEqualTo(short0.json().path("state_sha256"));

        // Each execution trains one round and is then out of time.
        CommandRun parts = train("parts", PATIENCE, NO_TIME);
        int executions = 1;
        while (parts.json().path("status").asText().equals("stopped-early")) {
            assertThat(parts.json().path("rounds").asInt()).isEqualTo(executions);
            parts = executions == 3
                    ? train("parts", PATIENCE, "--resume")
                    : train("parts", PATIENCE, "--resume", NO_TIME);
            executions++;
        }
        assertThat(executions).isEqualTo(4);
        for (String key : List.of("status", "rounds", "selected_round", "state_sha256", "test_accuracy")) {
            assertThat(parts.json().path(key)).as(key).isEqualTo(stopped.json().path(key));
        }
        assertThat(rows("parts", "evaluations", parts)).isEqualTo(rows("stopped", "evaluations", stopped));
    }

    @Test
    void outOfTimeItHasAModelAndSaysHowItGoesOn() {
        CommandRun run = train("out", NO_TIME);
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode json = run.json();
        assertThat(json.path("status").asText()).isEqualTo("stopped-early");
        assertThat(json.path("selected_round").asInt()).isEqualTo(1);
        assertThat(run.err())
                .contains(
                        "  ended    early, after round 1 of 90, with the state after round 1: the time was up; --resume goes on\n");
        assertThat(Path.of(json.path("model").asText()).resolve("manifest.json"))
                .exists();
        assertThat(rows("out", "runs", run)).singleElement().satisfies(row -> assertThat(row)
                .containsEntry("status", "stopped-early")
                .containsEntry("reason", "the time was up after round 1 of 90"));

        CommandRun again = train("out");
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err())
                .contains("is unfinished, after round 1 of 90: add --resume to continue it, or --restart");
    }

    @Test
    void aSweepOutOfTimeEndsWithWhatItHasAndGoesOn() throws IOException {
        String sweep = "name: rates%nbase:%n%sgrid: {train.optimizer.learning-rate: [0.1, 0.01]}%n"
                .formatted(JOB.replace("epochs: 30", "epochs: 2").indent(2));
        Path file = Files.writeString(folder.resolve("sweep.yaml"), sweep);
        CommandRun whole = CommandRun.of("sweep", file.toString(), "--output", out("whole"));
        CommandRun none = CommandRun.of("sweep", file.toString(), "--output", out("parts"), NO_TIME);
        assertThat(none.code()).as(none.err()).isZero();
        assertThat(none.json().path("status").asText()).isEqualTo("stopped-early");
        assertThat(none.json().path("finished").asInt()).isZero();
        assertThat(none.err()).contains("  the time was up; --resume goes on\n");
        CommandRun rest = CommandRun.of("sweep", file.toString(), "--output", out("parts"), "--resume");
        assertThat(rest.json().has("status")).isFalse();
        assertThat(rest.json().path("test_accuracy")).isEqualTo(whole.json().path("test_accuracy"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--max-time=0s    | --max-time is 0s but must be a positive time of at most 10000 days, such as 90s, 30m or 1h30m",
                "--max-time=-5m   | --max-time is -5m but must be a positive time of at most 10000 days, such as 90s, 30m or 1h30m",
                "--max-time=soon  | --max-time is soon but must be a positive time of at most 10000 days, such as 90s, 30m or 1h30m",
                "--set=data.validation=0 | train.early-stopping.patience is 4 but must be 0 where data.validation is 0"
            })
    void refuses(String argument, String message) {
        CommandRun run = train("none", PATIENCE, argument);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("meanfield: " + message + System.lineSeparator());
        assertThat(folder.resolve("none/tables")).doesNotExist();
    }

    private CommandRun train(String output, String... more) {
        List<String> command = new ArrayList<>(List.of("train", job.toString(), "--output", out(output)));
        command.addAll(List.of(more));
        return CommandRun.of(command.toArray(String[]::new));
    }

    private String out(String output) {
        return folder.resolve(output).toString();
    }

    private List<Map<String, String>> rows(String output, String table, CommandRun run) {
        return ParquetRows.in(folder.resolve(output)
                .resolve("tables/" + table + "/run_id="
                        + run.json().path("run_id").asText()));
    }
}
