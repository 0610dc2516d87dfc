package org.meanfield.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.meanfield.evaluate.Wilson;
import org.meanfield.report.chart.HeatMap;
import org.meanfield.report.chart.PngCanvas;
import org.meanfield.report.chart.StripChart;
import org.meanfield.tables.PredictionRow;

/** Four images of class 0, of which one is taken for 2, and one of class 2, taken for 0. */
final class PredictionChartsTest {
    private static final List<PredictionRow> ROWS =
            List.of(row(0, 0, 0, 0.9), row(1, 0, 2, 0.6), row(2, 0, 0, 0.8), row(3, 2, 0, 0.7), row(4, 0, 0, 0.99));

    private static final PredictionCharts CHARTS = new PredictionCharts(ROWS, ClassNames.NONE);

    @Test
    void confusionIsTheShareOfEachRow() {
        HeatMap map = CHARTS.confusion();

        assertThat(map.rows()).containsExactly("0", "1", "2").isEqualTo(map.columns());
        assertThat(map.values()[0]).containsExactly(75, Double.NaN, 25);
        assertThat(map.values()[1]).containsOnly(Double.NaN);
        assertThat(map.values()[2]).containsExactly(100, Double.NaN, Double.NaN);
    }

    @Test
    void classesWithImagesHaveAnAccuracy() {
        assertThat(CHARTS.classAccuracies())
                .extracting(StripChart.Group::name, StripChart.Group::mean, StripChart.Group::high)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "0", 75.0, 100 * Wilson.of(3, 4).high()),
                        org.assertj.core.groups.Tuple.tuple(
                                "2", 0.0, 100 * Wilson.of(0, 1).high()));
    }

    /** Of class 2 one image is predicted, which is not of it; of class 1 there is none. */
    @Test
    void classesHavePrecisionRecallAndF1() {
        List<ClassScore> scores = new PredictionCharts(ROWS, new ClassNames(List.of("cat", "dog"))).scores();

        assertThat(scores).extracting(ClassScore::name).containsExactly("cat", "dog", "2");
        assertThat(scores.get(0)).isEqualTo(new ClassScore("cat", 4, 4, 3));
        assertThat(scores.get(0).precision()).isEqualTo(0.75);
        assertThat(scores.get(1).precision()).isNaN();
        assertThat(scores.get(1).f1()).isNaN();
        assertThat(scores.get(2).precision()).isZero();
        assertThat(scores.get(2).f1()).isZero();
        assertThat(ClassScore.mean(scores, ClassScore::recall)).isEqualTo(0.375);
        assertThat(new ClassScore("a", 4, 3, 2).f1()).isEqualTo(4 / 7.0);
        assertThat(new PredictionCharts(ROWS, new ClassNames(List.of("cat", "dog")))
                        .confusion()
                        .rows())
                .containsExactly("cat", "dog", "2");
    }

    @Test
    void theSurestMistakesComeFirst() {
        assertThat(CHARTS.mistakes(5)).extracting(PredictionRow::index).containsExactly(3, 1);
        assertThat(CHARTS.mistakes(1)).extracting(PredictionRow::index).containsExactly(3);
    }

    @Test
    void theChartsCanBeDrawn() {
        for (Figure figure : CHARTS.all()) {
            assertThat(figure.html()).contains("<svg").doesNotContain("NaN");
            assertThat(PngCanvas.png(figure.chart(), figure.title())).hasSizeGreaterThan(2000);
        }
    }

    private static PredictionRow row(int index, int label, int predicted, double confidence) {
        return new PredictionRow("a-1", "test", "clean", index, label, predicted, confidence);
    }
}
