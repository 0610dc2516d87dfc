package org.meanfield.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.meanfield.report.chart.ParetoChart.Point;

final class ParetoChartTest {
    @Test
    void theFrontHasWhatNoOtherPointSurpasses() {
        Point clean = new Point("clean", 95, 40);
        Point both = new Point("both", 90, 70);
        Point robust = new Point("robust", 80, 75);
        Point worse = new Point("worse", 85, 70);
        Point worst = new Point("worst", 70, 30);

        ParetoChart chart = new ParetoChart("x", "y", List.of(worst, both, robust, worse, clean));

        assertThat(chart.front()).containsExactly(robust, both, clean);
        assertThat(Svg.of(chart, "title"))
                .contains("stroke-dasharray", "<title>both: x 90.00, y 70.00</title>")
                .containsPattern("series-1\\)\" cx=[^>]* r=\"5\"><title>robust")
                .containsPattern("series-0\\)\" cx=[^>]* r=\"3.5\"><title>worse");
    }

    @Test
    void aSinglePointIsItsFront() {
        Point only = new Point("only", 1, 1);
        assertThat(new ParetoChart("x", "y", List.of(only)).front()).containsExactly(only);
    }
}
