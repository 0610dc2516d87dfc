package org.meanfield;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanfield.testing.ParquetRows;
import org.meanfield.testing.PictureFolder;

/** {@code sweep} of two cells, of which one diverges, with two seeds each, as a user runs it. */
final class SweepCommandTest {
    private static final String BASE =
            """
              name: tiny
              seed: 3
              data: {type: synthetic-digits, train: 61, validation: 20, test: 30}
              model: {type: mlp, hidden: [6], dropout: 0.1}
              train: {workers: 2, batch: 8, local-steps: 3, epochs: 3, optimizer: {type: sgd, learning-rate: 0.1}}
              checkpoint: {rounds: 1}
            """;

    private static final String RATES = "grid: {train.optimizer.learning-rate: [0.2, 1e30]}\n";

    /** Four local steps an epoch in rounds of one: epochs 1, 2 and 3 end in rounds 4, 8 and 12. */
    private static final String HALVING =
            """
            grid: {train.optimizer.learning-rate: [0.2, 0.1, 0.000001, 0.000002], train.local-steps: [1]}
            scheduler: {type: successive-halving, reduction-factor: 2}
            """;

    @TempDir
    private static Path folder;

    private static Path output;
    private static CommandRun run;
    private static JsonNode json;

    @BeforeAll
    static void runIt() throws IOException {
        System.setProperty("spark.master", "local[2]");
        System.setProperty("spark.ui.enabled", "false");
        System.setProperty("spark.driver.host", "localhost");
        output = folder.resolve("out");
        run = sweep(output, RATES + "seeds: [5, 7]");
        json = new ObjectMapper().readTree(run.out());
    }

    @Test
    void theLineOfJsonCountsTheTrialsAndNamesTheBestCell() {
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(names(json))
                .containsExactly(
                        "sweep_id",
                        "trials",
                        "finished",
                        "stopped_early",
                        "diverged",
                        "failed",
                        "best_cell",
                        "selected_by",
                        "validation_accuracy",
                        "test_accuracy",
                        "tables",
                        "sweep",
                        "best_job");
        assertThat(json.path("sweep_id").asText()).matches("rates-[0-9a-f]{8}");
        assertThat(json.path("trials").asInt()).isEqualTo(4);
        assertThat(json.path("finished").asInt()).isEqualTo(2);
        assertThat(json.path("diverged").asInt()).isEqualTo(2);
        assertThat(json.path("failed").asInt()).isZero();
        assertThat(json.path("best_cell").asText()).isEqualTo("train.optimizer.learning-rate=0.2");
        double[] tested = trials().stream()
                .filter(trial -> trial.path("cell").asText().endsWith("=0.2"))
                .mapToDouble(
                        trial -> Double.parseDouble(evaluations(trial).get(3).get("accuracy")))
                .toArray();
        assertThat(json.path("test_accuracy").asDouble()).isEqualTo((tested[0] + tested[1]) / 2);
        assertThat(run.err())
                .contains(
                        ": 4 trials in 2 cells, packed, 2 at once: there is at least one trial per task slot (2 slots)",
                        "  page     %s/reports/%s/index.html%n"
                                .formatted(output, json.path("sweep_id").asText()))
                .contains("(train.optimizer.learning-rate=1e30, seed 5) diverged: round ");
    }

    @Test
    void eachTrialIsARunWithItsCell() {
        assertThat(trials()).hasSize(4).allSatisfy(trial -> {
            Map<String, String> row = rows("runs", trial).get(0);
            assertThat(row)
                    .containsEntry("name", "tiny")
                    .containsEntry("kind", "train")
                    .containsEntry("sweep_id", json.path("sweep_id").asText())
                    .containsEntry("trial", trial.path("trial").asText())
                    .containsEntry("cell", trial.path("cell").asText())
                    .containsEntry("seed", trial.path("seed").asText());
            boolean finished = trial.path("cell").asText().equals("train.optimizer.learning-rate=0.2");
            assertThat(row).containsEntry("status", finished ? "finished" : "diverged");
            assertThat(row.get("reason").isEmpty()).isEqualTo(finished);
            assertThat(rows("predictions", trial)).hasSize(finished ? 30 : 0);
        });
        assertThat(trials()).extracting(trial -> trial.path("seed").asInt()).containsExactly(5, 7, 5, 7);
    }

    @Test
    void aTrialComesToTheSameAsTheCommandTrain() throws IOException {
        JsonNode trial = trials().get(1);
        Path alone = folder.resolve("alone");
        Path job = Files.writeString(folder.resolve("job.yaml"), BASE.indent(-2));
        CommandRun train = CommandRun.of(
                "train",
                job.toString(),
                "--set=train.optimizer.learning-rate=0.2",
                "--set=seed=7",
                "--output=" + alone);
        JsonNode trained = new ObjectMapper().readTree(train.out());
        JsonNode swept = result(trial);
        assertThat(swept.path("state_sha256")).isEqualTo(trained.path("state_sha256"));
        assertThat(swept.path("test_accuracy")).isEqualTo(trained.path("test_accuracy"));
        String runId = trained.path("run_id").asText();
        for (String table : List.of("evaluations", "predictions", "rounds")) {
            assertThat(timeless(rows(table, trial)))
                    .isEqualTo(timeless(ParquetRows.in(alone.resolve("tables/" + table + "/run_id=" + runId))));
        }
    }

    @Test
    void distributedTrialsComeToTheSame() throws IOException {
        CommandRun other = sweep(folder.resolve("distributed"), RATES + "seeds: [5, 7]\nplacement: distributed");
        assertThat(other.code()).as(other.err()).isZero();
        assertThat(other.err()).contains(": 4 trials in 2 cells, distributed, 2 at once: as set in the sweep file");
        String sweepId =
                new ObjectMapper().readTree(other.out()).path("sweep_id").asText();
        for (JsonNode trial : trials().subList(0, 2)) {
            String runId = sweepId + "-" + trial.path("trial").asText();
            JsonNode manifest = read(folder.resolve("distributed/models/" + runId + "/manifest.json"));
            assertThat(manifest.path("result").path("state_sha256"))
                    .isEqualTo(result(trial).path("state_sha256"));
        }
    }

    @Test
    void resumingASweepThatIsOverTrainsNothingAndTidiesUp() throws IOException {
        Map<Path, String> before = files();
        // As a kill leaves it that comes after the last row of a trial.
        Path left =
                output.resolve("checkpoints/" + trials().get(0).path("run_id").asText() + "/round-000001");
        Files.createDirectories(left);
        CommandRun again = sweep(output, RATES + "seeds: [5, 7]", "--resume");
        assertThat(again.code()).isZero();
        assertThat(again.out()).isEqualTo(run.out());
        assertThat(files()).isEqualTo(before);
        assertThat(left.getParent()).doesNotExist();
    }

    @Test
    void aTrialThatFailsIsRecordedAndTheOthersGoOn() throws IOException {
        Path own = folder.resolve("failing");
        String yaml = "grid: {train.batch: [4, 6]}";
        CommandRun first = sweep(own, yaml);
        assertThat(first.code()).as(first.err()).isZero();
        JsonNode line = new ObjectMapper().readTree(first.out());
        List<JsonNode> both = trials(own, line);
        // One is to be trained again, and finds a checkpoint that is not its own; the other has only lost its model.
        for (JsonNode trial : both) {
            delete(own.resolve("models/" + trial.path("run_id").asText()));
        }
        String failing = both.get(0).path("run_id").asText();
        Path checkpoint = foreignCheckpoint(own, failing);
        String started = ParquetRows.in(own.resolve("tables/runs/run_id=" + failing))
                .get(0)
                .get("started");
        CommandRun again = sweep(own, yaml, "--resume");
        assertThat(again.code()).isEqualTo(1);
        JsonNode second = new ObjectMapper().readTree(again.out());
        assertThat(second.path("finished").asInt()).isEqualTo(1);
        assertThat(second.path("failed").asInt()).isEqualTo(1);
        assertThat(second.path("best_cell").asText()).isEqualTo("train.batch=6");
        Map<String, String> row =
                ParquetRows.in(own.resolve("tables/runs/run_id=" + failing)).get(0);
        assertThat(row).containsEntry("status", "failed");
        assertThat(row)
                .containsEntry(
                        "reason",
                        "%s is a checkpoint of run other but must be of run %s".formatted(checkpoint, failing))
                .containsEntry("started", started);
        assertThat(again.err()).contains("(train.batch=4, seed 3) failed: ");

        delete(checkpoint);
        CommandRun third = sweep(own, yaml, "--resume");
        assertThat(third.code()).isZero();
        assertThat(third.out()).isEqualTo(first.out());
    }

    @Test
    void successiveHalvingStopsTheWorseTrialsAndResumesFromItsTables() throws IOException {
        Path own = folder.resolve("halving");
        String yaml = "grid: {train.optimizer.learning-rate: [0.000001, 0.2, 1e30, 0.000002]}\n"
                + "scheduler: {type: successive-halving, reduction-factor: 2}";
        CommandRun first = sweep(own, yaml);
        assertThat(first.code()).as(first.err()).isZero();
        JsonNode line = new ObjectMapper().readTree(first.out());
        assertThat(line.path("finished").asInt()).isEqualTo(1);
        assertThat(line.path("diverged").asInt()).isEqualTo(1);
        assertThat(line.path("stopped_early").asInt()).isEqualTo(2);
        List<String> statuses = new ArrayList<>();
        List<Integer> rounds = new ArrayList<>();
        for (JsonNode trial : trials(own, line)) {
            Path tables = own.resolve("tables");
            String runId = "run_id=" + trial.path("run_id").asText();
            statuses.add(
                    ParquetRows.in(tables.resolve("runs").resolve(runId)).get(0).get("status"));
            rounds.add(ParquetRows.in(tables.resolve("rounds").resolve(runId)).size());
        }
        assertThat(statuses).contains("finished", "diverged", "stopped-early");
        // Four steps an epoch in rounds of three: epochs 1, 2 and 3 end in rounds 2, 3 and 4.
        assertThat(rounds).contains(2, 3, 4);
        CommandRun again = sweep(own, yaml, "--resume");
        assertThat(again.out()).isEqualTo(first.out());
    }

    @Test
    void aTrialThatStandsInALaterStretchIsComparedByTheScoreOfTheEarlierOne() throws IOException {
        Path own = folder.resolve("later");
        CommandRun first = sweep(own, HALVING);
        assertThat(first.code()).as(first.err()).isZero();
        // Of the two that were promoted once, the one that was not promoted again.
        Path stopped = trials(own, new ObjectMapper().readTree(first.out())).stream()
                .map(trial -> own.resolve("checkpoints/" + trial.path("run_id").asText()))
                .filter(checkpoints -> Files.exists(checkpoints.resolve("round-000008")))
                .findFirst()
                .orElseThrow();
        String runId = "run_id=" + stopped.getFileName();
        List<Map<String, String>> evaluations =
                ParquetRows.in(own.resolve("tables/evaluations").resolve(runId));
        // As a kill leaves it that comes while the rows are replaced: the checkpoint is of the middle of an epoch.
        delete(stopped.resolve("round-000008"));
        delete(own.resolve("tables/evaluations").resolve(runId));

        CommandRun again = sweep(own, HALVING, "--resume");
        assertThat(again.out()).isEqualTo(first.out());
        assertThat(ParquetRows.in(own.resolve("tables/evaluations").resolve(runId)))
                .isEqualTo(evaluations);
        Map<String, String> row =
                ParquetRows.in(own.resolve("tables/runs").resolve(runId)).get(0);
        double seconds = ParquetRows.in(own.resolve("tables/rounds").resolve(runId)).stream()
                .mapToDouble(round -> Double.parseDouble(round.get("compute_seconds")))
                .sum();
        assertThat(row).containsEntry("status", "stopped-early");
        assertThat(microseconds(row, "ended") - microseconds(row, "started")).isGreaterThan((long) (1e6 * seconds));
    }

    @Test
    void aTrialThatFailedStaysSoOnceAnotherHasGoneOnFromThere() throws IOException {
        Path own = folder.resolve("passed");
        String sweepId = sweep(own, HALVING, "--dry-run").out().replaceFirst("(?s):.*", "");
        CommandRun whole = sweep(folder.resolve("passed-whole"), HALVING);
        JsonNode best = trials(folder.resolve("passed-whole"), new ObjectMapper().readTree(whole.out())).stream()
                .filter(trial -> Files.exists(folder.resolve(
                        "passed-whole/models/" + trial.path("run_id").asText())))
                .findFirst()
                .orElseThrow();
        Path file = own.resolve("sweeps/" + sweepId + "/sweep.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"sweep_id\": \"" + sweepId + "\"}");
        Path checkpoint = foreignCheckpoint(own, best.path("run_id").asText());
        CommandRun failing = sweep(own, HALVING, "--resume");
        assertThat(failing.code()).isEqualTo(1);
        JsonNode line = new ObjectMapper().readTree(failing.out());
        assertThat(line.path("finished").asInt()).isEqualTo(1);
        assertThat(line.path("failed").asInt()).isEqualTo(1);

        // It could be trained now, and would be the best.
        delete(checkpoint);
        CommandRun again = sweep(own, HALVING, "--resume");
        assertThat(again.out()).isEqualTo(failing.out());
        assertThat(again.code()).isEqualTo(1);
    }

    @Test
    void aDryRunShowsTheCellsAndWritesNothing() throws IOException {
        Path own = folder.resolve("dry");
        CommandRun dry = sweep(own, RATES + "seeds: 3", "--dry-run");
        assertThat(dry.code()).as(dry.err()).isZero();
        assertThat(dry.out())
                .matches(
                        """
                        rates-[0-9a-f]{8}: 2 cells × 3 seeds = 6 trials
                            1  train\\.optimizer\\.learning-rate=0\\.2
                            2  train\\.optimizer\\.learning-rate=1e30
                        Warning: an epoch has 4 local steps, no multiple of train.local-steps 3: it is scored after the \
                        round in which it ends
                        A local step of the first cell takes [0-9.]+ ms here: about \\d+:\\d\\d on one core, \\d+:\\d\\d on \
                        the \\d+ of this machine
                        """);
        assertThat(own).doesNotExist();
    }

    @Test
    void aDryRunSaysHowManyDrawsRepeat() throws IOException {
        String yaml = "random: {count: 9, keys: {train.batch: {type: choice, values: [4, 8]}}}";
        CommandRun dry = sweep(folder.resolve("dry"), yaml, "--dry-run");
        assertThat(dry.code()).as(dry.err()).isZero();
        assertThat(dry.out())
                .contains("2 cells × 1 seeds = 2 trials\n")
                .contains("7 of 9 draws duplicate an earlier one and are left out\n");
    }

    @Test
    void settingsOfTheBaseAndOfTheSweepCanBeChanged() throws IOException {
        CommandRun dry = sweep(
                folder.resolve("set"),
                RATES,
                "--dry-run",
                "--set=base.train.epochs=1",
                "--set=grid.train.optimizer.learning-rate=[0.3]",
                "--set=grid.model.hidden=[[4], [5, 6]]",
                "--set=seeds=[1]");
        assertThat(dry.out()).contains("2 cells × 1 seeds = 2 trials");
        assertThat(dry.out()).contains("train.optimizer.learning-rate=0.3, model.hidden=[5, 6]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "grid: {train.batsh: [8]} | 1 of 1 cells are not valid jobs: [train.batsh=8] train.batsh is not a key; did you mean batch?",
                "grid: {train.batch: []} | grid.train.batch is empty but must be a list of values",
                "grid: {train.batch: [0, 8, x]} | 2 of 3 cells are not valid jobs: [train.batch=0] train.batch is 0 but must be positive; "
                        + "[train.batch=x] train.batch is x but must be a whole number",
                "grid: {train.workers: [2, 62]} | 1 of 2 cells are not valid jobs: [train.workers=62] train.workers is 62 but must be "
                        + "at most the number of training images, 61",
                "grid: {train.batch: [8, 8]} | the cell train.batch=8 is a duplicate but must be different from every other",
                "grid: {initializer: [{type: kaiming-normal}, {type: kaiming-normal, mode: fan-in}]} | the cell initializer={type: "
                        + "kaiming-normal, mode: fan-in} is the same job as the cell initializer={type: kaiming-normal} but must be "
                        + "different from every other",
                "seeds: [] | seeds is empty but must be a list of whole numbers, or their number",
                "seeds: 0 | seeds is 0 but must be in 1 … 10000, or a list",
                "seeds: [1, 1] | seeds is a list with 1 twice but must be a list of different numbers",
                "seeds: many | seeds is many but must be a list of whole numbers, or their number",
                "base.train.epochs: 3 | base.train.epochs is not a key; the keys here are name, base, list, grid, random, seeds, "
                        + "scheduler, placement, max-failures, search, objectives",
                "scheduler: {type: halving} | scheduler.type is halving but must be one of all, successive-halving, hyperband, median-stopping",
                "grid: {train.epochs: [1, 2]}, scheduler: {type: successive-halving} | scheduler is one that compares trials early "
                        + "but must be {type: all} where train.epochs differs between cells",
                "grid: {data.validation: [0]}, scheduler: {type: successive-halving} | scheduler is one that compares trials early "
                        + "but must be {type: all} where data.validation is 0",
                "grid: {train.local-steps: [12]}, scheduler: {type: successive-halving} | train.local-steps is 12 but must be fewer: "
                        + "trials are compared after epochs in which no round ends",
                "grid: {instruction-set: [native, avx2]} | instruction-set is different between cells but must be the same in all",
                "random: {count: 2000000000, keys: {model.dropout: {type: uniform, low: 0, high: 1}}} | the number of trials is "
                        + "2000000000 × 1 but must be at most 10000",
                "grid: {train.trainer: [dl4j-parameter-averaging]}, placement: packed | placement is packed but must be auto or "
                        + "distributed where train.trainer is dl4j-parameter-averaging",
                "placement: here | placement is here but must be one of auto, packed, distributed",
            })
    void whatIsWrongIsSaidInOneLineAndNothingIsWritten(String changes, String message) throws IOException {
        Path own = folder.resolve("wrong");
        CommandRun wrong = sweep(own, changes.startsWith("grid") || changes.contains(",") ? lines(changes) : changes);
        assertThat(wrong.err()).isEqualTo("meanfield: %s%n".formatted(message));
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.out()).isEmpty();
        assertThat(own).doesNotExist();
    }

    @Test
    void whatIsWrongWithDataIsSaidOfAllCellsAtOnce() throws IOException {
        String data = pictures("wrong");
        CommandRun wrong = sweep(folder.resolve("wrong"), "grid: {data.validation: [2, 60, 70]}", data);
        String share = "but must be less: it takes %d of the 16 images of class 0";
        assertThat(wrong.err())
                .isEqualTo(
                        ("meanfield: 2 of 3 cells are not valid jobs: [data.validation=60] data.validation is 60 %s; "
                                        + "[data.validation=70] data.validation is 70 %s%n")
                                .formatted(share.formatted(30), share.formatted(35)));
        assertThat(wrong.code()).isEqualTo(2);

        CommandRun all = sweep(folder.resolve("wrong"), RATES, data, "--set=base.data.validation=60");
        assertThat(all.err()).isEqualTo("meanfield: data.validation is 60 %s%n".formatted(share.formatted(30)));
    }

    @Test
    void aTrialsRowHasItsJobWithTheNamesOfTheClasses() throws IOException {
        Path own = folder.resolve("pictures");
        CommandRun swept = sweep(own, "", pictures("named"));
        assertThat(swept.code()).as(swept.err()).isZero();
        JsonNode trial = trials(own, new ObjectMapper().readTree(swept.out())).get(0);
        String runId = trial.path("run_id").asText();
        String job = ParquetRows.in(own.resolve("tables/runs/run_id=" + runId))
                .get(0)
                .get("job");
        assertThat(job).contains("\"class-names\":[\"cat\",\"owl\"]");
        assertThat(read(own.resolve("models/" + runId + "/manifest.json"))
                        .path("provenance")
                        .path("job"))
                .isEqualTo(new ObjectMapper().readTree(job));
    }

    /** Writes twenty pictures of each of two classes, and returns the option that makes them the data of the base job. */
    private static String pictures(String name) throws IOException {
        Path pictures = folder.resolve("pictures-" + name);
        PictureFolder.write(pictures.resolve("cat"), 10, 20);
        PictureFolder.write(pictures.resolve("owl"), 200, 20);
        return "--set=base.data={type: image-folder, path: %s, channels: 1, height: 6, width: 7}".formatted(pictures);
    }

    @Test
    void aWrongBaseIsSaidWithItsKeys() throws IOException {
        CommandRun wrong = sweep(folder.resolve("wrong"), RATES, "--set=base.train.epochs=0");
        assertThat(wrong.err()).isEqualTo("meanfield: base.train.epochs is 0 but must be positive%n".formatted());
        assertThat(wrong.code()).isEqualTo(2);
    }

    @Test
    void onlyASweepThatIsThereIsResumed() throws IOException {
        CommandRun wrong = sweep(output, RATES + "seeds: [6]", "--resume");
        assertThat(wrong.err())
                .matches(
                        "meanfield: --resume finds no sweep rates-[0-9a-f]{8} under %s/sweeps; the sweeps there are \\[%s]\n"
                                .formatted(output, json.path("sweep_id").asText()));
        assertThat(wrong.code()).isEqualTo(2);
    }

    @Test
    void theFolderOfAnotherSweepIsLeftAlone() throws IOException {
        Path own = folder.resolve("other");
        Path file = own.resolve("sweeps/" + json.path("sweep_id").asText() + "/sweep.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"sweep_id\": \"mine\"}");
        CommandRun wrong = sweep(own, RATES + "seeds: [5, 7]");
        assertThat(wrong.err())
                .isEqualTo("meanfield: %s is of the sweep mine but must be of %s%n"
                        .formatted(file, json.path("sweep_id").asText()));
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(own.toFile().list()).containsExactly("sweeps");
    }

    /** Writes a checkpoint of another run where a trial looks for its own, which makes it fail. */
    private static Path foreignCheckpoint(Path root, String runId) throws IOException {
        Path checkpoint = root.resolve("checkpoints/" + runId + "/round-000001");
        Files.createDirectories(checkpoint);
        Files.writeString(checkpoint.resolve("configuration.json"), "a");
        Files.writeString(
                checkpoint.resolve("manifest.json"),
                "{\"run_id\": \"other\", \"sha256\": {\"configuration.json\": "
                        + "\"ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb\"}}");
        return checkpoint;
    }

    /** Puts each top-level key on a line of its own. */
    private static String lines(String changes) {
        return changes.replace("}, scheduler", "}\nscheduler").replace("}, placement", "}\nplacement");
    }

    private static CommandRun sweep(Path to, String yaml, String... arguments) throws IOException {
        Path file = Files.createTempFile(folder, "sweep", ".yaml");
        Files.writeString(file, "name: rates\nbase:\n" + BASE + yaml + "\n");
        List<String> command = new ArrayList<>(List.of("sweep", file.toString(), "--output", to.toString(), "--quiet"));
        command.addAll(Arrays.asList(arguments));
        return CommandRun.of(command.toArray(String[]::new));
    }

    private static List<JsonNode> trials() {
        return trials(output, json);
    }

    private static List<JsonNode> trials(Path root, JsonNode line) {
        List<JsonNode> trials = new ArrayList<>();
        Path file =
                root.resolve("sweeps").resolve(line.path("sweep_id").asText()).resolve("sweep.json");
        read(file).path("trials").forEach(trials::add);
        return trials;
    }

    private static JsonNode result(JsonNode trial) {
        String runId = trial.path("run_id").asText();
        return read(output.resolve("models/" + runId + "/manifest.json")).path("result");
    }

    private static JsonNode read(Path file) {
        try {
            return new ObjectMapper().readTree(Files.readString(file, UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Map<String, String>> evaluations(JsonNode trial) {
        return rows("evaluations", trial);
    }

    private static List<Map<String, String>> rows(String table, JsonNode trial) {
        Path rows = output.resolve(
                "tables/" + table + "/run_id=" + trial.path("run_id").asText());
        return Files.exists(rows) ? ParquetRows.in(rows) : List.of();
    }

    private static List<Map<String, String>> timeless(List<Map<String, String>> rows) {
        Set<String> own = Set.of("images_per_second", "model_run");
        rows.forEach(row -> row.keySet().removeIf(column -> column.endsWith("seconds") || own.contains(column)));
        return rows;
    }

    /** All files under the output root with their contents' sizes and times. */
    private static Map<Path, String> files() throws IOException {
        Map<Path, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(output)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith("sweep.json") && !file.startsWith(output.resolve("reports"))) {
                    files.put(file, Files.size(file) + " " + Files.getLastModifiedTime(file));
                }
            }
        }
        return files;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static long microseconds(Map<String, String> row, String column) {
        return Long.parseLong(row.get(column));
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
