package org.meanfield.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.InvalidInputException;
import org.meanfield.evaluate.SeedMean;
import org.meanfield.report.chart.CannotDrawException;
import org.meanfield.report.chart.HeatMap;
import org.meanfield.report.chart.LineChart;
import org.meanfield.tables.PredictionRow;
import org.meanfield.tables.RobustnessRow;
import org.meanfield.testing.Rows;
import org.meanfield.testing.SweepTables;

/** Evaluations by hand: of two cells of a sweep, trained with and without noise, with three seeds; and of two single models. */
final class RobustnessPageTest {
    @TempDir
    private static Path output;

    private static Results results;
    private static List<ComparedModel> contenders;
    private static RobustnessCharts charts;

    @BeforeAll
    static void write() {
        SweepTables sweep = new SweepTables(output, "sweep-1");
        List<RobustnessRow> cells = new ArrayList<>();
        for (int seed = 1; seed <= 3; seed++) {
            sweep.run("plain-" + seed, "train.batch=64, augment=[]", seed, "finished", "");
            sweep.run("noisy-" + seed, "train.batch=64, augment=[{type: gaussian-noise}]", seed, "finished", "");
            cells.addAll(rows("plain-" + seed, 90, 70 + seed, 40 + 3 * seed));
            cells.addAll(rows("noisy-" + seed, 89 + seed % 2, 80 + 2 * seed, 61 + 2 * seed));
        }
        sweep.robustness("cells-1", cells, List.of());

        SweepTables single = new SweepTables(output, "");
        single.run("first", "", 1, "finished", "");
        List<RobustnessRow> models = new ArrayList<>(rows("first", 90, 80, 60));
        models.addAll(rows("elsewhere", 91, 60, 60));
        List<PredictionRow> predictions = new ArrayList<>(predictions("first", "clean", 90));
        predictions.addAll(predictions("elsewhere", "clean", 91));
        predictions.addAll(predictions("first", "gaussian-noise/1/1", 80));
        predictions.addAll(predictions("elsewhere", "gaussian-noise/1/1", 60));
        predictions.addAll(predictions("first", "gaussian-noise/2/1", 60));
        predictions.addAll(predictions("elsewhere", "gaussian-noise/2/1", 60));
        single.robustness("models-1", models, predictions);

        List<RobustnessRow> settings = new ArrayList<>();
        List<PredictionRow> ofSettings = new ArrayList<>();
        for (String model : List.of("first", "elsewhere")) {
            int worse = model.equals("first") ? 0 : 30;
            settings.add(Rows.robustness(model, "clean", 0, 1, 90));
            settings.add(Rows.robustness(model, "gaussian-noise", 1, 1, 80));
            settings.add(Rows.robustness(model, "gaussian-noise", 1, 1, 70 - worse));
            ofSettings.addAll(predictions(model, "gaussian-noise/1/1", 80));
            ofSettings.addAll(predictions(model, "gaussian-noise-2/1/1", 70 - worse));
        }
        single.robustness("settings-1", settings, ofSettings);

        results = new Results(output.toString());
        contenders = ComparedModel.of(cells, results.runs());
        charts = new RobustnessCharts(contenders, ClassNames.NONE);
    }

    @Test
    void modelsThatDifferBySeedAreOneAndTheMoreRobustComesFirst() {
        assertThat(contenders).extracting(ComparedModel::name).containsExactly("gaussian-noise", "no augment");
        assertThat(contenders.get(1).models())
                .extracting(ComparedModel.Model::seed)
                .containsExactly(1L, 2L, 3L);
        assertThat(ComparedModel.of(results.rows("models-1", RobustnessRow.class), results.runs()))
                .extracting(ComparedModel::name)
                .containsExactly("first", "elsewhere");
    }

    @Test
    void cellsThatAreCalledTheSameAreNotOne() {
        SweepTables list = new SweepTables(output, "list-1");
        list.run("zeros-1", "initializer={type: zeros}", 1, "finished", "");
        list.run("zeros-2", "augment={type: zeros}", 1, "finished", "");
        List<RobustnessRow> rows = new ArrayList<>(rows("zeros-1", 90, 80, 60));
        rows.addAll(rows("zeros-2", 90, 70, 50));
        List<ComparedModel> own = ComparedModel.of(rows, new Results(output.toString()).runs());

        assertThat(own).extracting(ComparedModel::name).containsExactly("zeros", "zeros");
        assertThat(own).extracting(contender -> contender.models().get(0).run()).containsExactly("zeros-1", "zeros-2");
    }

    @Test
    void linesBeginWithCleanImagesAndHaveTheIntervalOverSeeds() {
        LineChart.Series plain = charts.severities("gaussian-noise").series().get(1);

        assertThat(plain.x()).containsExactly(0, 1, 2);
        // Of the two draws of a severity the second has one image less.
        assertThat(plain.y()).containsExactly(new double[] {90, 71.5, 45.5}, within(1e-9));
        SeedMean seeds = SeedMean.of(70.5, 71.5, 72.5);
        assertThat(plain.low()[1]).isCloseTo(seeds.low(), within(1e-9));
        assertThat(plain.high()[1]).isCloseTo(seeds.high(), within(1e-9));
    }

    /** Severities 1, 2, … have the sizes 0.1, 0.2, …; clean images have none. */
    @Test
    void manySizesOfNoiseAreACurveByTheirLogarithm() {
        List<RobustnessRow> rows = new ArrayList<>(List.of(Rows.robustness("first", "clean", 0, 1, 90)));
        for (int severity = 1; severity <= 6; severity++) {
            rows.add(Rows.robustness("first", "gaussian-noise", severity, 1, 90 - 10 * severity));
        }
        LineChart chart = new RobustnessCharts(ComparedModel.of(rows, results.runs()), ClassNames.NONE)
                .severities("gaussian-noise");

        assertThat(chart.x().label()).isEqualTo("log₁₀ of the noise's standard deviation");
        assertThat(chart.series().get(0).x())
                .containsExactly(
                        Math.log10(0.1),
                        Math.log10(0.2),
                        Math.log10(0.3),
                        Math.log10(0.4),
                        Math.log10(0.5),
                        Math.log10(0.6));
        assertThat(chart.series().get(0).y()).containsExactly(new double[] {80, 70, 60, 50, 40, 30}, within(1e-9));
    }

    @Test
    void aSingleModelHasTheWilsonIntervalOfOneDraw() {
        RobustnessCharts single = new RobustnessCharts(
                ComparedModel.of(results.rows("models-1", RobustnessRow.class), results.runs()), ClassNames.NONE);
        LineChart.Series first = single.severities("gaussian-noise").series().get(0);

        assertThat(first.low()).containsExactly(new double[] {85, 74.5, 54.5}, within(1e-9));
        assertThat(first.high()).containsExactly(new double[] {94, 83.5, 63.5}, within(1e-9));
    }

    @Test
    void theHeatMapHasMeansOverAll() {
        HeatMap map = charts.heatMap();

        assertThat(map.rows()).containsExactly("clean", "gaussian-noise");
        assertThat(map.columns()).containsExactly("gaussian-noise", "no augment");
        assertThat(map.values()[0]).containsExactly(new double[] {269 / 3.0, 90}, within(1e-9));
        assertThat(map.values()[1]).containsExactly(new double[] {(83.5 + 64.5) / 2, (71.5 + 45.5) / 2}, within(1e-9));
    }

    @Test
    void theReliabilityIsThatOfAllDrawsTogether() {
        LineChart.Series severe = Reliability.of(contenders.get(1)).series().get(3);

        assertThat(severe.name()).isEqualTo("severity 2");
        assertThat(severe.x()).containsExactly(new double[] {40, 90}, within(1e-9));
        // Right are 43, 42, 46, 45, 49 and 48 images, all of class 0, and so of the first bin's 6 × 50.
        assertThat(severe.y()).containsExactly(new double[] {100 * 273 / 300.0, 0}, within(1e-9));
    }

    @Test
    void aClassIsThatOfAllSeverities() {
        double[] noise = charts.classes(contenders.get(1)).values()[1];

        assertThat(noise[0]).isCloseTo(100 * (300 + 273) / 600.0, within(1e-9));
        assertThat(noise[1]).isCloseTo(100 * (6 * 21.5) / 600, within(1e-9));
    }

    @Test
    void twoSettingsOfACorruptionAreConditionsOfTheirOwn() {
        List<RobustnessRow> rows = new ArrayList<>(rows("first", 90, 80, 60));
        rows.addAll(rows("first", 90, 50, 40).subList(1, 5));

        Map<String, List<RobustnessRow>> conditions =
                ComparedModel.of(rows, results.runs()).get(0).conditions();
        assertThat(conditions)
                .containsOnlyKeys(
                        "gaussian-noise std=0.1",
                        "gaussian-noise std=0.2",
                        "gaussian-noise-2 std=0.1",
                        "gaussian-noise-2 std=0.2");
        assertThat(conditions.get("gaussian-noise-2 std=0.1"))
                .extracting(RobustnessRow::correct)
                .containsExactly(50L, 49L);
    }

    /** Noise is drawn three times and blur once: 20, 20, 20 and 60 of 100 images, or of the 50 of class 1 none and 10. */
    @Test
    void aCorruptionCountsOnceHoweverOftenItWasDrawn() {
        List<RobustnessRow> rows = List.of(
                Rows.robustness("one", "clean", 0, 1, 90),
                Rows.robustness("one", "gaussian-noise", 1, 1, 20),
                Rows.robustness("one", "gaussian-noise", 1, 2, 20),
                Rows.robustness("one", "gaussian-noise", 1, 3, 20),
                Rows.robustness("one", "gaussian-blur", 1, 1, 60),
                Rows.robustness("one", "pixelate", 1, 1, 100),
                Rows.robustness("one", "pixelate", 2, 1, 80));
        ComparedModel one = ComparedModel.of(rows, Map.of()).get(0);

        assertThat(one.overCorruptions(own -> RobustnessTables.mean(own, RobustnessRow::accuracy)))
                .isCloseTo((0.2 + 0.6 + 0.9) / 3, within(1e-12));
        assertThat(one.overCorruptions(own -> ComparedModel.classAccuracy(own, 1)))
                .isCloseTo((0 + 0.2 + 0.8) / 3, within(1e-12));
        // Only pixelate has both severities: at the second all 50 images of one bin are right and 30 of the other.
        assertThat(Reliability.of(one).series())
                .extracting(LineChart.Series::name)
                .containsExactly("perfectly calibrated", "clean", "severity 1", "severity 2");
        assertThat(Reliability.of(one).series().get(3).y()).containsExactly(100, 60);
    }

    @Test
    void thePageSaysWhoIsBetterUnderWhat() {
        Page page = RobustnessPage.of(results.evaluation("cells-1"), "plain-1", images(true));

        assertThat(page.figures())
                .extracting(Figure::name)
                .containsExactly(
                        "severity-gaussian-noise",
                        "heat-map",
                        "pareto",
                        "reliability-1",
                        "reliability-2",
                        "classes-1",
                        "classes-2");
        assertThat(page.html())
                .contains("finished: 6 models, 5 conditions", "data:image/png;base64,c2hlZXQ=")
                .contains("<td data-label=\"condition\">gaussian-noise std=0.1</td>")
                .contains("gaussian-noise is better than no augment by 12.00 ± 2.48 points.")
                .contains("no augment is ahead of gaussian-noise by 0.33 ± 1.43 points; not distinguishable.")
                .contains("paired t, 3 seeds", "gaussian-noise, mean")
                .doesNotContain("NaN", "Infinity", "http", "McNemar)</td>");
    }

    @Test
    void singleModelsAreComparedImageByImageWhereTheirPredictionsAreThere() {
        String html = RobustnessPage.of(results.evaluation("models-1"), "", images(false))
                .html();

        assertThat(html)
                .contains("McNemar</td>", "paired t, images</td>")
                // 20 images are right for the first alone.
                .contains("first is better than elsewhere by 20.00 ± ")
                .contains("elsewhere is ahead of first by 1.00 ± ")
                .contains(
                        "<td data-label=\"condition\">gaussian-noise, mean</td><td data-label=\"result\">first is better than elsewhere by 10.00 ± ")
                .contains(
                        "<td data-label=\"condition\">gaussian-noise std=0.2</td><td data-label=\"result\">first and elsewhere are equal")
                .contains("Sample images are omitted, since the data set cannot be opened here: it is not there.");
    }

    @Test
    void twoSettingsOfACorruptionAreComparedEachByItself() {
        String html = RobustnessPage.of(results.evaluation("settings-1"), "", images(true))
                .html();

        assertThat(html)
                .contains(
                        "<td data-label=\"condition\">gaussian-noise std=0.1</td><td data-label=\"result\">first and elsewhere "
                                + "are equal: a difference of 0.00 ± ")
                .contains(
                        "<td data-label=\"condition\">gaussian-noise-2 std=0.1</td><td data-label=\"result\">first is better than "
                                + "elsewhere by 30.00 ± ");
    }

    /** Of the draws the second has an image less at both severities: 1/√2 points, for each model of both cells. */
    @Test
    void thePageHasTheDeviationOverDraws() {
        assertThat(RobustnessPage.of(results.evaluation("cells-1"), "plain-1", images(true))
                        .html())
                .contains("<td data-label=\"corruption\">gaussian-noise</td><td data-label=\"model\">no augment</td>"
                        + "<td class=\"number\" data-label=\"accuracy\">58.50 %</td>"
                        + "<td class=\"number\" data-label=\"std over draws\">0.71</td>"
                        + "<td class=\"number\" data-label=\"draws\">2</td>");
        assertThat(RobustnessPage.of(results.evaluation("settings-1"), "", images(true))
                        .html())
                .doesNotContain("std over draws");
    }

    @Test
    void ofManyContendersTheBestTwelveAreCompared() {
        List<RobustnessRow> many = new ArrayList<>();
        List<PredictionRow> predictions = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            many.addAll(rows("model-" + (char) ('a' + i), 90, 80 - i, 60));
            predictions.addAll(predictions("model-" + (char) ('a' + i), "clean", 90));
        }
        SweepTables tables = new SweepTables(output, "");
        tables.robustness("many-1", many, predictions);

        assertThat(RobustnessPage.of(new Results(output.toString()).evaluation("many-1"), "", images(true))
                        .html())
                .contains("The best 12 are compared; 2 are left out.", "The clearest 60 of 66 comparisons are listed.")
                .contains("model-a and model-c are equal: ")
                .doesNotContain("model-a and model-m");
    }

    @Test
    void withoutFontsThePageHasASentenceInPlaceOfThePicture() {
        for (Error error : List.of(new InternalError("no fonts"), new NoClassDefFoundError("sun.font"))) {
            ScoredImages undrawable = new ScoredImages() {
                @Override
                public ClassNames classNames(String modelRun) {
                    return ClassNames.NONE;
                }

                @Override
                public Optional<String> name(String modelRun) {
                    return Optional.of("digits test");
                }

                @Override
                public byte[] sheet(String modelRun, String dataHash) {
                    return CannotDrawException.drawn(() -> {
                        throw error;
                    });
                }
            };
            assertThat(RobustnessPage.of(results.evaluation("models-1"), "", undrawable)
                            .html())
                    .contains("Sample images are omitted, since Java cannot draw (%s): install fontconfig and a font."
                            .formatted(error));
        }
    }

    @Test
    void anUnfinishedEvaluationHasAPageThatSaysSo() {
        new SweepTables(output, "").robustness("none-1", List.of(), List.of());

        assertThat(RobustnessPage.of(new Results(output.toString()).evaluation("none-1"), "", images(true))
                        .html())
                .contains("There are no rows yet");
    }

    private static ScoredImages images(boolean there) {
        return new ScoredImages() {
            @Override
            public ClassNames classNames(String modelRun) {
                return new ClassNames(List.of("cat", "dog"));
            }

            @Override
            public Optional<String> name(String modelRun) {
                return Optional.of("digits test");
            }

            @Override
            public byte[] sheet(String modelRun, String dataHash) {
                if (!there) {
                    throw new InvalidInputException("it is not there");
                }
                return "sheet".getBytes(StandardCharsets.UTF_8);
            }
        };
    }

    /** Clean images, then two severities of one corruption in two draws, of which the second has an image less right. */
    private static List<RobustnessRow> rows(String run, int clean, int mild, int severe) {
        return List.of(
                Rows.robustness(run, "clean", 0, 1, clean),
                Rows.robustness(run, "gaussian-noise", 1, 1, mild),
                Rows.robustness(run, "gaussian-noise", 1, 2, mild - 1),
                Rows.robustness(run, "gaussian-noise", 2, 1, severe),
                Rows.robustness(run, "gaussian-noise", 2, 2, severe - 1));
    }

    private static List<PredictionRow> predictions(String run, String condition, int correct) {
        return IntStream.range(0, 100)
                .mapToObj(i -> new PredictionRow(run, "test", condition, i, 1, i < correct ? 1 : 0, 0.75))
                .toList();
    }
}
