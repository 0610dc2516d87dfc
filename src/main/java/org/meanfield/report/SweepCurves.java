package org.meanfield.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.meanfield.evaluate.SeedMean;
import org.meanfield.report.chart.Axis;
import org.meanfield.report.chart.ChartColour;
import org.meanfield.report.chart.LineChart;
import org.meanfield.report.chart.LineChart.Look;
import org.meanfield.report.chart.LineChart.Series;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RoundRow;

/**
 * Learning curves of a sweep.
 *
 * @param cells best first
 * @param name gives a cell's name in the legend
 */
record SweepCurves(List<CellResult> cells, Function<CellResult, String> name) {
    /** As many as there are colours. */
    static final int MOST = 8;

    /**
     * A curve for each of the best cells: the mean at each moment over its finished trials or, if it has none, over
     * those that have reached it.
     *
     * @param values the values of a trial by epochs passed
     */
    LineChart of(String label, Function<RunData, SortedMap<Double, Double>> values) {
        List<Series> series = new ArrayList<>();
        for (CellResult cell : cells.subList(0, Math.min(MOST, cells.size()))) {
            TreeMap<Double, List<Double>> byEpoch = new TreeMap<>();
            cell.curved().stream()
                    .map(values)
                    .forEach(curve ->
                            curve.forEach((epoch, value) -> byEpoch.computeIfAbsent(epoch, first -> new ArrayList<>())
                                    .add(value)));
            List<SeedMean> means = byEpoch.values().stream()
                    .map(all -> SeedMean.of(
                            all.stream().mapToDouble(Double::doubleValue).toArray()))
                    .toList();
            series.add(new Series(
                    name.apply(cell),
                    ChartColour.series(series.size()),
                    Look.DOTS,
                    byEpoch.keySet().stream().mapToDouble(Double::doubleValue).toArray(),
                    means.stream().mapToDouble(SeedMean::mean).toArray(),
                    means.stream().mapToDouble(SeedMean::low).toArray(),
                    means.stream().mapToDouble(SeedMean::high).toArray()));
        }
        Axis x = Axis.counting("epochs", series.stream().flatMapToDouble(line -> Arrays.stream(line.x())));
        return new LineChart(
                x, Axis.of(label, series.stream().flatMapToDouble(line -> Arrays.stream(line.y()))), series);
    }

    /** Mean training loss of each epoch at its middle, except the epoch in which a trial diverges. */
    static SortedMap<Double, Double> losses(RunData run) {
        SortedMap<Double, Double> losses = new TreeMap<>();
        List<RoundRow> rounds = run.rounds();
        if (!rounds.isEmpty()) {
            EpochScale epochs = new EpochScale(rounds);
            double[] means = epochs.means(RoundRow::trainLoss);
            double[] middles = epochs.middles();
            for (int i = 0; i < means.length; i++) {
                if (Double.isFinite(means[i])) {
                    losses.put(middles[i], means[i]);
                }
            }
        }
        return losses;
    }

    /** Validation accuracy in percent by the epochs after which it was measured. */
    static SortedMap<Double, Double> validation(RunData run) {
        SortedMap<Double, Double> accuracies = new TreeMap<>();
        List<EvaluationRow> evaluations = run.evaluations("validation");
        if (!evaluations.isEmpty()) {
            EpochScale epochs = new EpochScale(run.rounds());
            evaluations.forEach(row -> accuracies.put(epochs.end(row.round()), 100 * row.accuracy()));
        }
        return accuracies;
    }
}
