package org.meanfield.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.meanfield.report.chart.Axis;
import org.meanfield.report.chart.ChartColour;
import org.meanfield.report.chart.LineChart;
import org.meanfield.report.chart.LineChart.Look;
import org.meanfield.report.chart.LineChart.Series;
import org.meanfield.tables.RobustnessRow;

/** Reliability diagram (Guo et al. 2017): accuracy by confidence. */
final class Reliability {
    /** With the line of clean images, as many as there are colours. */
    private static final int MOST_SEVERITIES = 7;

    private Reliability() {}

    /** Accuracy by confidence, in percent: a line for clean images and one for each severity, over all corruptions. */
    static LineChart of(ComparedModel compared) {
        double[] ends = {0, 100};
        List<Series> series = new ArrayList<>();
        series.add(new Series("perfectly calibrated", ChartColour.MUTED, Look.DASHED, ends, ends));
        series.add(line("clean", compared.clean(), 0));
        int[] severities = compared.corrupted().stream()
                .mapToInt(RobustnessRow::severity)
                .distinct()
                .sorted()
                .limit(MOST_SEVERITIES)
                .toArray();
        for (int severity : severities) {
            List<RobustnessRow> rows = compared.corrupted().stream()
                    .filter(row -> row.severity() == severity)
                    .toList();
            series.add(line("severity " + severity, rows, series.size() - 1));
        }
        return new LineChart(
                Axis.fromZero("mean confidence in %", DoubleStream.of(ends)),
                Axis.fromZero("accuracy in %", DoubleStream.of(ends)),
                series);
    }

    /** A point for each non-empty bin. */
    private static Series line(String name, List<RobustnessRow> rows, int colour) {
        int bins = rows.get(0).binExamples().size();
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < bins; i++) {
            int bin = i;
            double examples =
                    rows.stream().mapToLong(row -> row.binExamples().get(bin)).sum();
            double confidence = rows.stream()
                    .mapToDouble(row -> row.binConfidence().get(bin))
                    .sum();
            double correct =
                    rows.stream().mapToLong(row -> row.binCorrect().get(bin)).sum();
            if (examples > 0) {
                points.add(new double[] {100 * confidence / examples, 100 * correct / examples});
            }
        }
        return new Series(
                name,
                ChartColour.series(colour),
                Look.DOTS,
                points.stream().mapToDouble(point -> point[0]).toArray(),
                points.stream().mapToDouble(point -> point[1]).toArray());
    }
}
