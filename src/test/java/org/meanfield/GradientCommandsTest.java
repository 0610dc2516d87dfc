package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.testing.LocalSpark;
import org.meanfield.testing.ParquetRows;

/** The commands that need gradients with respect to the input: explain, and attacks of robustness, of two models. */
final class GradientCommandsTest {
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
            name: attacked
            models: [{type: all}]
            corruptions: [{type: brightness, offset: [0.1]}]
            attacks:
              - {type: fgsm, epsilon: [2, 8]}
              - {type: pgd, epsilon: [2, 8], steps: 5}
              - {type: fgsm, epsilon: [8], made-for: FIRST}
              - {type: universal-noise, epsilon: [8]}
            """;

    @TempDir
    private static Path folder;

    private static String master;
    private static Path output;
    private static String first;
    private static String second;
    private static JsonNode json;
    private static List<Map<String, String>> rows;

    @BeforeAll
    static void evaluateOnce() throws IOException {
        LocalSpark.session().close();
        master = System.getProperty("spark.master");
        Files.writeString(folder.resolve("train.yaml"), TRAINING);
        output = folder.resolve("out");
        first = train();
        second = train("--set=name=wider", "--set=model.hidden=[16]");
        Files.writeString(folder.resolve("attacks.yaml"), JOB.replace("FIRST", first));
        json = run("robustness", "attacks.yaml").json();
        rows = ParquetRows.in(
                output.resolve("tables/robustness/run_id=" + json.path("run_id").asText()));
    }

    @AfterAll
    static void restoreMaster() {
        System.setProperty("spark.master", master);
    }

    private static Map<String, String> row(String run, String corruption, String parameter) {
        return rows.stream()
                .filter(row -> row.get("model_run").equals(run)
                        && row.get("corruption").equals(corruption)
                        && row.get("parameter").equals(parameter))
                .findFirst()
                .orElseThrow();
    }

    private static double accuracy(String run, String corruption, String parameter) {
        return Double.parseDouble(row(run, corruption, parameter).get("accuracy"));
    }

    @Test
    void eachModelHasARowForEachAttackWithTheModelThatItWasMadeFor() {
        assertThat(rows).hasSize(2 * 8);
        assertThat(rows.stream().filter(row -> row.get("model_run").equals(second)))
                .extracting(row -> row.get("corruption") + " " + row.get("parameter"))
                .containsExactly(
                        "clean ",
                        "brightness offset=0.1",
                        "fgsm linf=2/255 for=own",
                        "fgsm linf=8/255 for=own",
                        "pgd linf=2/255 steps=5 for=own",
                        "pgd linf=8/255 steps=5 for=own",
                        "fgsm linf=8/255 for=" + first,
                        "universal-noise linf=8/255");
        assertThat(rows).extracting(row -> row.get("examples")).containsOnly("520");
    }

    /** The more so the more steps it takes; noise of the same norm and the attack on another model do far less. */
    @Test
    void anAttackLowersTheAccuracyOfItsModel() {
        for (String run : List.of(first, second)) {
            double clean = accuracy(run, "clean", "");
            double weak = accuracy(run, "fgsm", "linf=2/255 for=own");
            double strong = accuracy(run, "fgsm", "linf=8/255 for=own");
            assertThat(weak).isLessThan(clean);
            assertThat(strong).isLessThan(weak);
            assertThat(accuracy(run, "pgd", "linf=8/255 steps=5 for=own")).isLessThanOrEqualTo(strong + 0.01);
            assertThat(accuracy(run, "universal-noise", "linf=8/255")).isGreaterThan(strong);
        }
        assertThat(accuracy(second, "fgsm", "linf=8/255 for=" + first))
                .isGreaterThan(accuracy(second, "fgsm", "linf=8/255 for=own"));
    }

    @Test
    void theHashIsThatOfTheImagesThatTheModelSaw() {
        String own = "linf=8/255 for=own";
        String ofFirst = "linf=8/255 for=" + first;
        assertThat(row(first, "fgsm", own).get("condition_hash"))
                .isEqualTo(row(first, "fgsm", ofFirst).get("condition_hash"))
                .isEqualTo(row(second, "fgsm", ofFirst).get("condition_hash"))
                .isNotEqualTo(row(second, "fgsm", own).get("condition_hash"));
        assertThat(accuracy(first, "fgsm", own)).isEqualTo(accuracy(first, "fgsm", ofFirst));
    }

    @Test
    void attacksCountInNoMeanOverCorruptions() {
        JsonNode model = json.path("models").path(first);
        assertThat(model.path("corrupted_accuracy").asDouble())
                .isCloseTo(accuracy(first, "brightness", "offset=0.1"), within(1e-12));
        assertThat(model.path("attacks").path("fgsm-2").asDouble())
                .isEqualTo(accuracy(first, "fgsm", "linf=8/255 for=" + first));
        assertThat(model.path("corruptions").size()).isEqualTo(1);
    }

    @Test
    void thePageShowsThemWithAWarning() throws IOException {
        JsonNode report = CommandRun.of(
                        "report",
                        output.toString(),
                        "--robustness",
                        json.path("run_id").asText())
                .json();
        assertThat(Path.of(report.path("page").asText()))
                .content()
                .contains("<h2>Attacks</h2>", "upper bound on robustness", "fgsm linf=8/255 for=own", "for=" + first)
                .doesNotContain(">NaN"); // the letters may be part of a picture
    }

    @Test
    void wrongAttacksAreSaidInOneLine() throws IOException {
        assertRefused("robustness", "--set=attacks=[{type: fgsm, epsilon: [0]}]")
                .contains("attacks[0].epsilon[0] is 0.0 but must be in (0, 255], in 255ths");
        assertRefused("robustness", "--set=attacks=[{type: pgd, norm: l2, epsilon: [20000]}]")
                .contains("attacks[0].epsilon[0] is 20000.0 but must be in (0, 14134] for images of 3×32×32");
        assertRefused(
                        "robustness",
                        "--set=attacks=[{type: pgd, made-for: %s}]".formatted(first.replace("tiny", "tinx")))
                .contains("attacks[0].made-for is tinx", "one of the runs that are scored; did you mean " + first);
        assertRefused("robustness", "--set=attacks=[{type: fgsm}, {type: fgsm}]")
                .contains("attacks is a list with an element twice but must be a list of different ones");
    }

    @Test
    void explainWritesAPageWithAFoolingImageOfEachImage() throws IOException {
        JsonNode explained =
                explain(first, "--images", "0,3", "--class-steps", "5").json();
        assertThat(Path.of(explained.path("page").asText()))
                .isEqualTo(output.resolve("reports/" + first + "/explain.html"))
                .content()
                .contains("Saliency and fooling images", "Class images", "data:image/png;base64,")
                .doesNotContain(">NaN");
        assertThat(explained.path("images")).hasSize(2);
        CommandRun.of("report", output.toString(), "--run", first);
        assertThat(Files.readString(output.resolve("reports/" + first + "/index.html")))
                .contains("<a href=\"explain.html\">What the model looks at</a>");
        for (JsonNode image : explained.path("images")) {
            assertThat(image.path("fooled").asBoolean()).isTrue();
            assertThat(image.path("norm").asDouble())
                    .isBetween(1e-3, 0.1 * image.path("steps").asInt() + 1e-6); // of steps of 0.1
            assertThat(image.path("target")).isNotEqualTo(image.path("predicted"));
        }
        assertThat(explain(first, "--target", "3", "--class-steps", "5").json().path("images"))
                .hasSize(10)
                .allSatisfy(
                        image -> assertThat(image.path("target").asText("3")).isEqualTo("3"));
    }

    @Test
    void whatExplainCannotDoIsSaidInOneLine() {
        assertThat(explain("tiny", "--images", "0")).satisfies(run -> {
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err()).contains("RUN is tiny but must be the id of a finished run under ");
        });
        assertThat(explain(first, "--images", "0,520"))
                .isEqualTo(refused("--images[1] is 520 but must be in 0 … 519, the images of the test split"));
        assertThat(explain(first, "--images", "1,1"))
                .isEqualTo(refused("--images is [1, 1] but must be a list of different numbers"));
        assertThat(explain(first, "--target", "eleven").err())
                .startsWith("meanfield: --target is eleven but must be one of the classes 0, 1, ");
        assertThat(explain(first, "--step", "0")).isEqualTo(refused("--step is 0.0 but must be in (0, 100]"));
        assertThat(explain(first, "--steps", "0")).isEqualTo(refused("--steps is 0 but must be in 1 … 10000"));
        assertThat(explain(first, "--images", "one").code()).isEqualTo(2);
    }

    private static CommandRun refused(String message) {
        return new CommandRun(2, "", "meanfield: %s%n".formatted(message));
    }

    private static AbstractStringAssert<?> assertRefused(String command, String option) throws IOException {
        CommandRun run = run(command, "attacks.yaml", option);
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).hasSize(1);
        return assertThat(run.err());
    }

    private static CommandRun explain(String run, String... options) {
        List<String> arguments = new ArrayList<>(List.of("explain", run, "--output", output.toString()));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private static String train(String... options) {
        return run("train", "train.yaml", options).json().path("run_id").asText();
    }

    private static CommandRun run(String command, String job, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of(command, folder.resolve(job).toString(), "--output", output.toString(), "--quiet"));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }
}
