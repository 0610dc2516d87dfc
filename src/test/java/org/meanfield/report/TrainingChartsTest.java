package org.meanfield.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.meanfield.report.chart.Chart;
import org.meanfield.report.chart.LineChart;
import org.meanfield.report.chart.NoData;
import org.meanfield.report.chart.PngCanvas;
import org.meanfield.report.chart.StackedBars;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.testing.Rows;

/** Four rounds of two epochs: of 100, 300 and of 200, 200 images. */
final class TrainingChartsTest {
    private static final List<RoundRow> ROUNDS = List.of(
            Rows.round(1, 1, 100, 2.0),
            Rows.round(2, 1, 300, 1.0),
            Rows.round(3, 2, 200, 0.5),
            Rows.round(4, 2, 200, 0.25).withCheckpointSeconds(3));

    private static final List<EvaluationRow> VALIDATION =
            List.of(Rows.evaluation("validation", 2, 1, 0.5, 1.5), Rows.evaluation("validation", 4, 2, 0.75, 1.0));
    private static final List<EvaluationRow> TEST = List.of(Rows.evaluation("test", 4, 2, 0.7, 1.25));
    private static final List<EvaluationRow> EVALUATIONS =
            Stream.concat(VALIDATION.stream(), TEST.stream()).toList();
    private static final TrainingCharts CHARTS = new TrainingCharts(ROUNDS, EVALUATIONS);

    @Test
    void lossesAreThoseOfRoundsEpochsAndEvaluations() {
        List<LineChart.Series> series = CHARTS.losses().series();

        assertThat(series)
                .extracting(LineChart.Series::name)
                .containsExactly("training, per round", "training, epoch mean", "validation", "test");
        assertThat(series.get(0).x()).containsExactly(0.25, 1, 1.5, 2);
        assertThat(series.get(0).y()).containsExactly(2.0, 1.0, 0.5, 0.25);
        assertThat(series.get(1).x()).containsExactly(0.5, 1.5);
        assertThat(series.get(1).y()).containsExactly((100 * 2.0 + 300 * 1.0) / 400, 0.375);
        assertThat(series.get(2).x()).containsExactly(1, 2);
        assertThat(series.get(2).y()).containsExactly(1.5, 1.0);
        assertThat(series.get(3).x()).containsExactly(2);
        assertThat(CHARTS.losses().y().high()).as("ends above the means").isEqualTo(1.5);
    }

    /** Two epochs of 400 images in rounds of 250. */
    @Test
    void aRoundMayEndWithinTheNextEpoch() {
        EpochScale epochs = new EpochScale(List.of(
                Rows.round(1, 1, 250, 2.0),
                Rows.round(2, 2, 250, 1.0),
                Rows.round(3, 2, 250, 0.5),
                Rows.round(4, 2, 50, 0.5)));

        assertThat(epochs.ends()).containsExactly(0.625, 1.25, 1.875, 2);
        assertThat(epochs.middles()).containsExactly(0.3125, 1.3125);
    }

    /** What is measured over a round of 3 local steps is not like that over 10. */
    @Test
    void aShortLastRoundIsLeftOutWhereItWouldLookLikeADrop() {
        List<RoundRow> rounds = new ArrayList<>(ROUNDS);
        rounds.add(new RoundRow(5, 3, 3, 60, 0.1, 0.0005, 0.25, 0.5, 0.5, 0.25, 0, 10, 0.01, 1));
        List<Figure> figures = new TrainingCharts(rounds, EVALUATIONS).all();

        assertThat(figures).filteredOn(figure -> figure.name().equals("speed")).allSatisfy(figure -> {
            assertThat(((LineChart) figure.chart()).series().get(0).y()).containsExactly(100, 300, 200, 200);
            assertThat(figure.note()).endsWith("The last round, of only 3 local steps, is left out.");
        });
        assertThat(figures)
                .filteredOn(figure -> figure.name().equals("learning-rate"))
                .allSatisfy(figure -> assertThat(
                                ((LineChart) figure.chart()).series().get(0).y())
                        .endsWith(0.0005));
        assertThat(CHARTS.all().get(0).note()).doesNotContain("left out");
    }

    @Test
    void whatHasNotBeenScoredSaysSo() {
        List<Figure> figures = new TrainingCharts(ROUNDS, List.of()).all();

        assertThat(figures.get(1).chart())
                .isEqualTo(new NoData("Nothing has been scored yet, and there is no validation split."));
        assertThat(figures.get(1).html()).contains("Nothing has been scored yet");
    }

    @Test
    void aHighLossOfTheFirstRoundDoesNotSqueezeTheRest() {
        List<RoundRow> rounds = new ArrayList<>(ROUNDS);
        rounds.set(0, Rows.round(1, 1, 100, 30));

        // The mean of the first epoch is 8.25; the axis does not reach to 30.
        assertThat(new TrainingCharts(rounds, EVALUATIONS).losses().y().high()).isEqualTo(10);
    }

    @Test
    void studiedSplitsAreSeriesOfTheirOwn() {
        List<EvaluationRow> evaluations = List.of(
                Rows.evaluation("test-every-epoch", 2, 1, 0.25, 1.75),
                Rows.evaluation("train", 2, 1, 0.5, 1.25),
                Rows.evaluation("test", 4, 2, 0.7, 1.25));
        TrainingCharts charts = new TrainingCharts(ROUNDS, evaluations);
        assertThat(charts.accuracy().series())
                .extracting(LineChart.Series::name)
                .containsExactly("training, all images", "test, every epoch", "test");
        assertThat(charts.accuracy().series().get(1).y()).containsExactly(25);
        assertThat(charts.losses().series().get(2).y()).containsExactly(1.25);
    }

    @Test
    void theLossPictureIsAPng() throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(TrainingCharts.lossPicture(ROUNDS, EVALUATIONS)));

        assertThat(picture.getWidth()).isEqualTo(2 * Chart.WIDTH);
        assertThat(colours(picture)).contains(0xff0068b0, 0xffc8500a, 0xff1d2329);
        byte[] flat = TrainingCharts.lossPicture(List.of(Rows.round(1, 1, 640, 0)), List.of());
        assertThat(colours(ImageIO.read(new ByteArrayInputStream(flat)))).doesNotContain(0xffc8500a);
    }

    private static Set<Integer> colours(BufferedImage picture) {
        return Arrays.stream(picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth()))
                .boxed()
                .collect(Collectors.toSet());
    }

    @Test
    void accuraciesAreInPercentWithTheirIntervals() {
        LineChart.Series validation = CHARTS.accuracy().series().get(0);

        assertThat(validation.y()).containsExactly(50, 75);
        assertThat(validation.low()).containsExactly(49, 74);
        assertThat(validation.high()).containsExactly(51, 76);
    }

    /** Each round takes 0.25 s for the broadcast, 0.5 s for the tasks, all of it local steps, and 0.25 s for the mean. */
    @Test
    void timeIsThatOfEachEpoch() {
        StackedBars time = CHARTS.time();

        assertThat(time.parts())
                .containsExactly(
                        "local steps", "task overhead", "broadcast", "mean and outer step", "checkpoint and tables");
        assertThat(time.values()).containsExactly(new double[] {1, 0, 0.5, 0.5, 0}, new double[] {1, 0, 0.5, 0.5, 3});
    }

    @Test
    void oneWorkerHasNoDivergence() {
        RoundRow alone = new RoundRow(1, 1, 10, 100, 1, 0.001, 0, 1, 1, 0, 0, 100, 0, 1);

        assertThat(new TrainingCharts(List.of(alone), List.of()).all())
                .extracting(Figure::name)
                .containsExactly("losses", "accuracy", "learning-rate", "time", "speed");
        assertThat(CHARTS.all()).extracting(Figure::name).contains("consensus-distance", "cosine");
    }

    @Test
    void everyChartCanBeDrawn() {
        for (Figure figure : CHARTS.all()) {
            assertThat(figure.html()).contains("<svg", "</svg>").doesNotContain("NaN", "Infinity");
            assertThat(PngCanvas.png(figure.chart(), figure.title()))
                    .startsWith(0x89, 'P', 'N', 'G')
                    .hasSizeGreaterThan(2000);
        }
    }
}
