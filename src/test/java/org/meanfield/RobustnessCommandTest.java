package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.storage.Storage;
import org.meanfield.testing.LocalSpark;
import org.meanfield.testing.ParquetRows;

/** Whole evaluations, as the command line starts them, of two models that all tests share. */
final class RobustnessCommandTest {
    private static final String TRAINING =
            """
            name: tiny
            seed: 3
            data: {type: synthetic-digits, train: 200, validation: 0, test: 520}
            model: {type: mlp, hidden: [8]}
            train: {workers: 2, batch: 10, local-steps: 5, epochs: 4, optimizer: {type: adam, learning-rate: 0.005}}
            """;

    private static final String JOB =
            """
            name: robust
            seed: 211
            models: [{type: all}]
            corruptions:
              - {type: gaussian-noise, std: [0.05, 0.3]}
              - {type: gaussian-blur, sigma: [1]}
            repeats: 2
            predictions: clean
            """;

    private static final int CONDITIONS = 6;

    @TempDir
    private static Path folder;

    private static String master;
    private static Path output;
    private static String first;
    private static String second;
    private static CommandRun finished;
    private static JsonNode json;

    @BeforeAll
    static void evaluateOnce() throws IOException {
        LocalSpark.context().close();
        master = System.getProperty("spark.master");
        Files.writeString(folder.resolve("train.yaml"), TRAINING);
        Files.writeString(folder.resolve("robust.yaml"), JOB);
        output = folder.resolve("out");
        first = train();
        second = train(
                "--set=name=wider", "--set=model.hidden=[16]", "--set=train.optimizer={type: sgd, learning-rate: 0.1}");
        finished = robustness(output, "--set=reference=" + first);
        json = finished.json();
    }

    @AfterAll
    static void restoreMaster() {
        System.setProperty("spark.master", master);
    }

    @Test
    void everyModelHasARowForEachCondition() {
        List<Map<String, String>> rows = rows(output, json);
        assertThat(rows).hasSize(2 * CONDITIONS);
        assertThat(rows.stream().filter(row -> row.get("model_run").equals(second)))
                .extracting(row -> "%s/%s/%s %s"
                        .formatted(row.get("corruption"), row.get("severity"), row.get("repeat"), row.get("parameter"))
                        .strip())
                .containsExactly(
                        "clean/0/1",
                        "gaussian-noise/1/1 std=0.05",
                        "gaussian-noise/1/2 std=0.05",
                        "gaussian-noise/2/1 std=0.3",
                        "gaussian-noise/2/2 std=0.3",
                        "gaussian-blur/1/1 sigma=1");
        assertThat(rows).extracting(row -> row.get("examples")).containsOnly("520");
        assertThat(rows).extracting(row -> row.get("condition_hash")).allMatch(hash -> hash.matches("[0-9a-f]{64}"));
        assertThat(rows.stream().map(row -> row.get("condition_hash")).distinct())
                .hasSize(CONDITIONS);
    }

    @Test
    void cleanImagesHaveTheAccuracyThatTheTrainingTested() throws IOException {
        for (String run : List.of(first, second)) {
            JsonNode trained = new ObjectMapper()
                    .readTree(output.resolve("models/" + run + "/manifest.json").toFile())
                    .path("result");
            assertThat(json.path("models").path(run).path("clean_accuracy")).isEqualTo(trained.path("test_accuracy"));
        }
    }

    @Test
    void theDropIsThatFromTheCleanAccuracy() {
        for (Map<String, String> row : rows(output, json)) {
            double drop = Double.parseDouble(row.get("drop"));
            double clean = Double.parseDouble(row.get("clean_accuracy"));
            double accuracy = Double.parseDouble(row.get("accuracy"));
            assertThat(drop).isEqualTo((Math.round(520 * clean) - Math.round(520 * accuracy)) / 520.0);
            assertThat(Double.parseDouble(row.get("drop_low"))).isLessThanOrEqualTo(drop);
            assertThat(Double.parseDouble(row.get("drop_high"))).isGreaterThanOrEqualTo(drop);
        }
    }

    @Test
    void countsOfClassesAndBinsAddUp() {
        for (Group row : ParquetRows.groups(output.resolve(folder("robustness", json)))) {
            assertThat(sum(row, "class_examples")).isEqualTo(520);
            assertThat(sum(row, "class_correct")).isEqualTo(row.getLong("correct", 0));
            assertThat(sum(row, "bin_examples")).isEqualTo(520);
            assertThat(sum(row, "bin_correct")).isEqualTo(row.getLong("correct", 0));
        }
    }

    @Test
    void theReferenceHasACorruptionErrorOfOne() {
        assertThat(json.path("models").path(first).path("mean_corruption_error").asDouble())
                .isEqualTo(1);
        assertThat(json.path("models")
                        .path(second)
                        .path("mean_corruption_error")
                        .asDouble())
                .isPositive()
                .isNotEqualTo(1);
    }

    @Test
    void theDeviationOverDrawsIsForScriptsToo() {
        JsonNode deviations = json.path("models").path(first).path("deviations");

        assertThat(deviations.fieldNames()).toIterable().containsExactly("gaussian-noise");
        double[] draws = new double[2];
        for (Map<String, String> row : rows(output, json)) {
            if (row.get("model_run").equals(first) && row.get("corruption").equals("gaussian-noise")) {
                draws[Integer.parseInt(row.get("repeat")) - 1] += Double.parseDouble(row.get("accuracy")) / 2;
            }
        }
        assertThat(deviations.path("gaussian-noise").asDouble())
                .isCloseTo(Math.abs(draws[0] - draws[1]) / Math.sqrt(2), within(1e-12));
    }

    /** That testing on what was trained on is no test is said before anything is scored or written. */
    @Test
    void corruptionsThatAModelWasTrainedOnAreRefusedUnlessTheJobAllowsThem() throws IOException {
        Path own = folder.resolve("trained-on");
        String noisy = run(
                        "train",
                        "train.yaml",
                        own,
                        "--set=name=noisy",
                        "--set=train.epochs=1",
                        "--set=augment=[{type: corrupt, types: [gaussian-noise, fog]}]")
                .json()
                .path("run_id")
                .asText();

        assertThat(robustness(own))
                .isEqualTo(refused(
                        "allow-trained-on is false but must be true to evaluate %s under what it was trained on: "
                                        .formatted(noisy)
                                + "gaussian-noise"));
        assertThat(own.resolve("tables/robustness")).doesNotExist();
        assertThat(rows(own, robustness(own, "--set=allow-trained-on=true").json()))
                .hasSize(CONDITIONS);
        assertThat(rows(
                        own,
                        robustness(own, "--set=corruptions=[{type: gaussian-blur, sigma: [1]}]")
                                .json()))
                .hasSize(2);
    }

    /** With a slash at its end, as a shell completes it. */
    @Test
    void theModelOfAFolderIsScoredAsThatOfItsRun() throws IOException {
        Path own = folder.resolve("by-folder");
        JsonNode result = robustness(
                        own, "--set=models=[{type: folder, path: %s/}]".formatted(output.resolve("models/" + first)))
                .json();

        assertThat(rows(own, result))
                .isEqualTo(rows(output, json).stream()
                        .filter(row -> row.get("model_run").equals(first))
                        .toList());
    }

    /** The last checkpoint of a run, whose last round is the one that is selected, holds its model. */
    @Test
    void theStateOfACheckpointIsScoredUnderItsOwnName() throws IOException {
        Path own = folder.resolve("by-checkpoint");
        Path checkpoint = output.resolve("checkpoints/%s/round-000008".formatted(first));
        String option = "--set=models=[{type: folder, path: %s}, {type: runs, runs: [%s], output: %s}]"
                .formatted(checkpoint, first, output);
        JsonNode result = robustness(own, option).json();

        List<Map<String, String>> rows = rows(own, result);
        assertThat(rows).hasSize(2 * CONDITIONS);
        assertThat(named(rows, first + "@8"))
                .isNotEmpty()
                .isEqualTo(named(rows, first))
                .isEqualTo(named(rows(output, json), first));

        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere/checkpoints/x/round-000008"));
        for (String file : checkpoint.toFile().list()) {
            Files.copy(checkpoint.resolve(file), elsewhere.resolve(file));
        }
        assertThat(robustness(own, option.replace(checkpoint.toString(), elsewhere.toString())))
                .isEqualTo(refused(("models[0] is %s but must be a checkpoint in the output root of its run %s, "
                                + "whose tables record its training data")
                        .formatted(elsewhere, first)));
        Files.delete(elsewhere.resolve("parameters.f32"));
        CommandRun torn = robustness(own, option.replace(checkpoint.toString(), elsewhere.toString()));
        assertThat(torn.code()).isEqualTo(2);
        assertThat(torn.err())
                .startsWith("meanfield: models[0] is %s but must be a valid checkpoint: ".formatted(elsewhere))
                .hasLineCount(1);
    }

    /** Returns what the rows of a model say besides its name and its hash. */
    private static List<Map<String, String>> named(List<Map<String, String>> rows, String model) {
        return rows.stream()
                .filter(row -> row.get("model_run").equals(model))
                .map(row -> row.entrySet().stream()
                        .filter(entry -> !entry.getKey().startsWith("model_"))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
                .toList();
    }

    @Test
    void reportMakesAPageOfIt() throws IOException {
        String id = json.path("run_id").asText();
        JsonNode report =
                CommandRun.of("report", output.toString(), "--robustness", id).json();

        assertThat(report.path("run_id").asText()).isEqualTo(id);
        assertThat(report.path("pictures")).hasSize(7).allSatisfy(picture -> assertThat(Path.of(picture.asText()))
                .isNotEmptyFile());
        Path page = Path.of(report.path("page").asText());
        assertThat(page).isEqualTo(output.resolve("reports").resolve(id).resolve("index.html"));
        assertThat(Files.readString(page))
                .contains("2 models, 6 conditions", first, second, "100.00 %", "data:image/png;base64,")
                .contains("McNemar</td>") // of the clean images, whose predictions are kept
                .contains("std over draws</th>")
                .doesNotContain("omitted", "NaN");
        assertThat(page.resolveSibling("job.yaml")).content().contains("seed: 211");
        assertThat(Files.readString(Path.of(CommandRun.of("report", output.toString())
                        .json()
                        .path("page")
                        .asText())))
                .contains("href=\"%s/index.html\"".formatted(id));
        assertThat(CommandRun.of("report", output.toString(), "--robustness", "robst"))
                .isEqualTo(refused(("--robustness is robst but must be the id of a robustness evaluation under %s; "
                                + "there are %s")
                        .formatted(output, id)));
    }

    @Test
    void thePredictionsOfCleanImagesAreKept() {
        List<Map<String, String>> predictions = ParquetRows.in(output.resolve(folder("predictions", json)));
        assertThat(predictions).hasSize(2 * 520).allMatch(row -> row.get("condition")
                .equals("clean"));
        assertThat(predictions.stream()
                        .filter(row -> row.get("model_run").equals(first)
                                && row.get("label").equals(row.get("predicted"))))
                .hasSize((int) Math.round(520
                        * json.path("models").path(first).path("clean_accuracy").asDouble()));
    }

    @Test
    void theRunHasItsRow() {
        assertThat(ParquetRows.in(output.resolve(folder("runs", json))))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("kind", "robustness")
                        .containsEntry("status", "finished")
                        .containsEntry("name", "robust"));
    }

    @Test
    void aPersonReadsTheFiguresAndTheHashOfTheSet() {
        assertThat(finished.err())
                .contains(
                        "tiny, seed 3 (%s): clean accuracy ".formatted(first),
                        " of 520 images (95 % CI ",
                        ", mCE 100.0 %",
                        "gaussian-noise ",
                        "std=0.3 ")
                .contains("synthetic-digits-c, seed 211: SHA-256 "
                        + json.path("corrupted_sets").get(0).path("sha256").asText());
    }

    @Test
    void theBitsAreTheSameOnOneCoreAndInAnyOrderOfTheCorruptions() throws IOException {
        System.setProperty("spark.master", "local[1]");
        Path other = withModels("one-core");
        JsonNode one = robustness(other, "--set=reference=" + first).json();
        assertThat(rows(other, one)).isEqualTo(rows(output, json));
        System.setProperty("spark.master", master);

        JsonNode turned = robustness(
                        other,
                        "--set=corruptions=[{type: gaussian-blur, sigma: [1]}, {type: gaussian-noise, std: [0.05, 0.3]}]")
                .json();
        assertThat(turned.path("corrupted_sets")).isEqualTo(json.path("corrupted_sets"));
        assertThat(turned.path("run_id")).isNotEqualTo(json.path("run_id"));
    }

    @Test
    void anotherSeedIsAnotherSet() throws IOException {
        JsonNode other = robustness(withModels("other"), "--set=seed=212").json();
        assertThat(other.path("corrupted_sets")).isNotEqualTo(json.path("corrupted_sets"));
    }

    @Test
    void aStoppedRunGoesOnToTheSameRows() throws IOException {
        Path stopped = withModels("stopped");
        String[] options = {"--set=reference=" + first, "--set=predictions=all"};
        JsonNode whole = robustness(stopped, options).json();
        List<Map<String, String>> rows = rows(stopped, whole);
        List<Map<String, String>> predictions = predictions(stopped, whole);
        assertThat(predictions).hasSize(2 * 520 * CONDITIONS);
        Path parts = stopped.resolve("checkpoints/" + whole.path("run_id").asText());
        assertThat(parts.toFile().list())
                .containsExactlyInAnyOrder(
                        "begun", "part-000-000-000", "part-000-000-001", "part-000-000-002", "result");
        // As after a kill within the second of two corruptions, whose predictions are there and whose part is torn.
        Storage.delete(parts.resolve("result").toString());
        Files.writeString(parts.resolve("part-000-000-002/content.json"), "{\"runId\":");
        Storage.delete(stopped.resolve("tables/robustness").toString());
        long untouched = Files.getLastModifiedTime(parts.resolve("part-000-000-001/content.json"))
                .toMillis();

        CommandRun resumed = robustness(
                stopped,
                Stream.concat(Stream.of(options), Stream.of("--resume")).toArray(String[]::new));

        assertThat(resumed.err()).contains("part-000-000-002 is corrupt or incomplete and is computed again: ");
        assertThat(rows(stopped, resumed.json())).isEqualTo(rows);
        assertThat(predictions(stopped, resumed.json())).isEqualTo(predictions);
        assertThat(Files.getLastModifiedTime(parts.resolve("part-000-000-001/content.json"))
                        .toMillis())
                .isEqualTo(untouched);
        CommandRun again = robustness(
                stopped,
                Stream.concat(Stream.of(options), Stream.of("--resume")).toArray(String[]::new));
        assertThat(again.err())
                .isEqualTo("%s has finished already; --restart evaluates it again%n"
                        .formatted(whole.path("run_id").asText()));
        assertThat(again.json()).isEqualTo(resumed.json());
    }

    /** As after a kill before the first part. */
    @Test
    void aRunThatHasOnlyBegunGoesOn() throws IOException {
        Path stopped = withModels("begun");
        JsonNode whole = robustness(stopped, "--set=reference=" + first).json();
        Path parts = stopped.resolve("checkpoints/" + whole.path("run_id").asText());
        for (String part : parts.toFile().list()) {
            if (!part.equals("begun")) {
                Storage.delete(parts.resolve(part).toString());
            }
        }
        Storage.delete(stopped.resolve("tables/robustness").toString());

        assertThat(rows(
                        stopped,
                        robustness(stopped, "--set=reference=" + first, "--resume")
                                .json()))
                .isEqualTo(rows(output, json));
    }

    @Test
    void whatIsWrongIsSaidInOneLineAndNothingIsWritten() throws IOException {
        String near = first.substring(0, first.length() - 1) + "x";
        assertThatRefused("--set=models=[{type: runs, runs: [%s]}]".formatted(near))
                .contains("models[0].runs[0] is %s but must be the id of a finished run under ".formatted(near))
                .endsWith("did you mean %s?%n".formatted(first));
        assertThatRefused(
                        "--set=models=[{type: runs, output: %s, runs: [%s]}]".formatted(folder.resolve("none"), first))
                .endsWith("; there are none%n".formatted());
        assertThatRefused("--set=models=[{type: all, output: %s}]".formatted(folder.resolve("none")))
                .contains("models[0].output is ", "but must be an output root with the model of a finished run");
        assertThatRefused("--set=data={type: other, dataset: {type: fashion-mnist, path: none}}")
                .contains(("models[0] is %s but must be a model for images of 1×28×28 in 10 classes as the data are, "
                                + "and it is for 3×32×32 in 10")
                        .formatted(first));
        assertThatRefused("--set=split=validation")
                .contains("split is validation but must be a split with images, and this one has none");
        assertThatRefused("--set=reference=other")
                .contains("reference is other but must be one of the runs that are scored");
        assertThatRefused("--resume").contains("--resume finds nothing of run robust-");
    }

    @Test
    void aRunWithoutAModelAndAChangedModelAreRefused() throws IOException {
        Path changed = withModels("changed");
        Storage.delete(changed.resolve("models/" + second + "/manifest.json").toString());
        assertThat(robustness(changed, "--set=models=[{type: runs, runs: [%s]}]".formatted(second)))
                .isEqualTo(refused(
                        "models[0].runs[0] is %s but must be a run with a finished model, which this one has not"
                                .formatted(second)));
        Path parameters = changed.resolve("models/" + first + "/parameters.f32");
        byte[] bytes = Files.readAllBytes(parameters);
        bytes[0] ^= 1;
        Files.write(parameters, bytes);
        assertThat(robustness(changed))
                .isEqualTo(refused(("models[0] is %s but must be a valid model: "
                                + "the SHA-256 of parameters.f32 differs from its manifest")
                        .formatted(parameters.getParent())));
        Path manifest = changed.resolve("models/" + first + "/manifest.json");
        Files.write(parameters, Files.readAllBytes(output.resolve("models/" + first + "/parameters.f32")));
        ObjectNode other = (ObjectNode) new ObjectMapper().readTree(manifest.toFile());
        ((ArrayNode) other.path("normalization").path("std")).set(0, 2);
        Files.writeString(manifest, other.toPrettyString());
        assertThat(robustness(changed))
                .isEqualTo(refused("models[0] is %s but must be a valid model: manifest.json is corrupt"
                        .formatted(manifest.getParent())));
        assertThat(changed.toFile().list()).containsExactly("models");
    }

    /** Checks that it is refused where only models are, and returns what is said. */
    private static AbstractStringAssert<?> assertThatRefused(String option) throws IOException {
        Path own = folder.resolve("refused");
        Storage.delete(own.toString());
        CommandRun run = robustness(withModels("refused"), option);
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).as(run.err()).hasSize(1);
        assertThat(own.toFile().list()).containsExactly("models");
        return assertThat(run.err());
    }

    private static CommandRun refused(String message) {
        return new CommandRun(2, "", "meanfield: %s%n".formatted(message));
    }

    /** Returns an output root in which there are the models alone. */
    private static Path withModels(String name) throws IOException {
        Path root = folder.resolve(name);
        for (String run : List.of(first, second)) {
            Path from = output.resolve("models/" + run);
            Path to = Files.createDirectories(root.resolve("models/" + run));
            for (String file : from.toFile().list()) {
                Files.copy(from.resolve(file), to.resolve(file));
            }
        }
        return root;
    }

    private static String train(String... options) throws IOException {
        return run("train", "train.yaml", output, options).json().path("run_id").asText();
    }

    private static CommandRun robustness(Path root, String... options) {
        return run("robustness", "robust.yaml", root, options);
    }

    private static CommandRun run(String command, String job, Path root, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of(command, folder.resolve(job).toString(), "--output", root.toString(), "--quiet"));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private static String folder(String table, JsonNode result) {
        return "tables/%s/run_id=%s".formatted(table, result.path("run_id").asText());
    }

    private static List<Map<String, String>> rows(Path root, JsonNode result) {
        return ParquetRows.in(root.resolve(folder("robustness", result)));
    }

    private static List<Map<String, String>> predictions(Path root, JsonNode result) {
        return ParquetRows.in(root.resolve(folder("predictions", result))).stream()
                .sorted(Comparator.comparing(Map::toString))
                .toList();
    }

    private static long sum(Group row, String column) {
        Group list = row.getGroup(column, 0);
        long sum = 0;
        for (int i = 0; i < list.getFieldRepetitionCount("list"); i++) {
            sum += list.getGroup("list", i).getLong("element", 0);
        }
        return sum;
    }
}
