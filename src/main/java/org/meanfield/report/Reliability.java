package org.meanfield.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.meanfield.evaluate.RobustnessFigures;
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

    /**
     * Accuracy by confidence, in percent: a line for clean images and one for each severity, over the corruptions that
     * have all of them, each with the same weight however often it was drawn.
     */
    static LineChart of(ComparedModel compared) {
        double[] ends = {0, 100};
        List<Series> series = new ArrayList<>();
        series.add(new Series("perfectly calibrated", ChartColour.MUTED, Look.DASHED, ends, ends));
        series.add(line("clean", List.of(compared.clean()), 0));
        List<Map<Integer, List<RobustnessRow>>> corruptions = complete(compared);
        corruptions.get(0).keySet().stream().sorted().limit(MOST_SEVERITIES).forEach(severity -> {
            List<List<RobustnessRow>> levels =
                    corruptions.stream().map(levelsOf -> levelsOf.get(severity)).toList();
            series.add(line("severity " + severity, levels, series.size() - 1));
        });
        return new LineChart(
                Axis.fromZero("mean confidence in %", DoubleStream.of(ends)),
                Axis.fromZero("accuracy in %", DoubleStream.of(ends)),
                series);
    }

    /** Returns the rows by severity of each corruption that has as many severities as any. */
    private static List<Map<Integer, List<RobustnessRow>>> complete(ComparedModel compared) {
        List<Map<Integer, List<RobustnessRow>>> all = compared.corruptions().stream()
                .map(corruption -> RobustnessFigures.bySeverity(compared.under(corruption)))
                .toList();
        Set<Integer> most = all.stream()
                .map(Map::keySet)
                .max(Comparator.comparingInt(Set::size))
                .orElseThrow();
        return all.stream().filter(levels -> levels.keySet().equals(most)).toList();
    }

    /** A point for each non-empty bin. */
    private static Series line(String name, List<List<RobustnessRow>> corruptions, int colour) {
        int bins = corruptions.get(0).get(0).binExamples().size();
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < bins; i++) {
            int bin = i;
            double examples = mean(corruptions, row -> row.binExamples().get(bin));
            double confidence = mean(corruptions, row -> row.binConfidence().get(bin));
            double correct = mean(corruptions, row -> row.binCorrect().get(bin));
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

    private static double mean(List<List<RobustnessRow>> corruptions, ToDoubleFunction<RobustnessRow> figure) {
        return corruptions.stream()
                .mapToDouble(rows -> RobustnessTables.mean(rows, figure))
                .average()
                .orElseThrow();
    }
}
