package org.meanfield.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.meanfield.evaluate.RobustnessFigures;
import org.meanfield.evaluate.SeedMean;
import org.meanfield.report.chart.Axis;
import org.meanfield.report.chart.Chart;
import org.meanfield.report.chart.ChartColour;
import org.meanfield.report.chart.HeatMap;
import org.meanfield.report.chart.LineChart;
import org.meanfield.report.chart.LineChart.Look;
import org.meanfield.report.chart.LineChart.Series;
import org.meanfield.report.chart.ParetoChart;
import org.meanfield.tables.RobustnessRow;

/** Charts of a robustness evaluation, of models scored on the same images. */
final class RobustnessCharts {
    /** As many as there are colours. */
    private static final int MOST_CURVES = 8;
    /** Models with charts of their own. */
    private static final int MOST_SINGLE = 4;

    private static final String ACCURACY = "accuracy in %";

    private final List<ComparedModel> compared;
    private final ClassNames classNames;
    private final List<String> corruptions;

    /** Creates the charts of models, best first. */
    RobustnessCharts(List<ComparedModel> compared, ClassNames classNames) {
        this.compared = compared;
        this.classNames = classNames;
        this.corruptions = compared.get(0).corruptions();
    }

    /** Returns a chart for each corruption of several severities; of a single one there is nothing to see that the heat map does not show. */
    List<Figure> bySeverity() {
        String bands = compared.stream().anyMatch(one -> one.models().size() > 1)
                ? "Bands are 95 % confidence intervals: Student's t over seeds, Wilson for a single model. "
                : "Bands are Wilson 95 % confidence intervals. ";
        String left =
                compared.size() > MOST_CURVES ? String.format(Locale.ROOT, "The %d best are drawn. ", MOST_CURVES) : "";
        return corruptions.stream()
                .filter(corruption -> severitiesOf(corruption).count() > 1)
                .map(corruption -> new Figure(
                        "severity-" + corruption,
                        corruption,
                        bands + left + parameters(corruption),
                        severities(corruption)))
                .toList();
    }

    /** Accuracy in percent by severity, from clean images at 0, or by the size of noise: a line for each of the best models. */
    LineChart severities(String corruption) {
        Map<Integer, Double> sizes = NoiseSizes.of(compared.get(0).under(corruption));
        IntStream clean = sizes.isEmpty() ? IntStream.of(0) : IntStream.empty();
        int[] severities = IntStream.concat(clean, severitiesOf(corruption)).toArray();
        double[] x = Arrays.stream(severities)
                .mapToDouble(severity -> sizes.getOrDefault(severity, (double) severity))
                .toArray();
        List<Series> series = new ArrayList<>();
        for (ComparedModel one : best(MOST_CURVES)) {
            List<double[]> points = Arrays.stream(severities)
                    .mapToObj(severity -> interval(one, corruption, severity))
                    .toList();
            series.add(new Series(
                    one.name(),
                    ChartColour.series(series.size()),
                    Look.DOTS,
                    x,
                    column(points, 0),
                    column(points, 1),
                    column(points, 2)));
        }
        return new LineChart(
                sizes.isEmpty()
                        ? Axis.counting("severity", Arrays.stream(x))
                        : Axis.of("log₁₀ of the noise's standard deviation", Arrays.stream(x)),
                Axis.of(
                        ACCURACY,
                        series.stream()
                                .flatMap(line -> Stream.of(line.y(), line.low(), line.high()))
                                .flatMapToDouble(Arrays::stream)),
                series);
    }

    /** Clean and corrupted accuracy of all models, in percent; empty for a single one. */
    Optional<Figure> pareto() {
        List<ParetoChart.Point> points = compared.stream()
                .map(one -> new ParetoChart.Point(
                        one.name(),
                        100 * one.over(figures -> figures.clean().accuracy()).mean(),
                        100 * one.over(RobustnessFigures::corruptedAccuracy).mean()))
                .toList();
        return points.size() < 2
                ? Optional.empty()
                : Optional.of(new Figure(
                        "pareto",
                        "Clean against corrupted accuracy",
                        "Means over models. On the dashed line, the Pareto front, are those that none surpasses in one without being below in the other.",
                        new ParetoChart(
                                "accuracy on clean images in %", "mean accuracy on corrupted images in %", points)));
    }

    /** Mean accuracy in percent over the severities, for each corruption and each model. */
    HeatMap heatMap() {
        List<String> rows = new ArrayList<>(List.of("clean"));
        rows.addAll(corruptions);
        double[][] values = new double[rows.size()][compared.size()];
        for (int k = 0; k < compared.size(); k++) {
            values[0][k] = 100
                    * compared.get(k)
                            .over(figures -> figures.clean().accuracy())
                            .mean();
            for (int i = 0; i < corruptions.size(); i++) {
                String corruption = corruptions.get(i);
                values[i + 1][k] = 100
                        * compared.get(k)
                                .over(figures -> figures.accuracy(corruption))
                                .mean();
            }
        }
        return new HeatMap(
                "corruption",
                "model",
                rows,
                compared.stream().map(ComparedModel::name).toList(),
                values,
                "%.1f");
    }

    /** Returns the reliability diagrams of the best models. */
    List<Figure> reliability() {
        return numbered(
                "reliability",
                "Reliability: ",
                "Below the diagonal a model is overconfident. Each line is the mean over the corruptions that have all these severities.",
                Reliability::of);
    }

    /** Returns the accuracy by class and corruption of the best models, a chart for each. */
    List<Figure> classes() {
        return numbered(
                "classes",
                "Accuracy by class: ",
                "Accuracy on the class's images, in %, over all severities and draws.",
                this::classes);
    }

    /** Accuracy in percent of each class under each corruption. */
    HeatMap classes(ComparedModel one) {
        List<String> rows = new ArrayList<>(List.of("clean"));
        rows.addAll(corruptions);
        double[][] values = new double[rows.size()][one.classes()];
        for (int i = 0; i < rows.size(); i++) {
            List<RobustnessRow> scored = i == 0 ? one.clean() : one.under(rows.get(i));
            Arrays.setAll(values[i], label -> 100 * ComparedModel.classAccuracy(scored, label));
        }
        return new HeatMap("corruption", "class", rows, classNames.atLeast(one.classes()), values, "%.1f");
    }

    private interface ChartOf {
        Chart chart(ComparedModel one);
    }

    private List<Figure> numbered(String name, String title, String note, ChartOf charts) {
        return IntStream.range(0, best(MOST_SINGLE).size())
                .mapToObj(i -> new Figure(
                        String.format(Locale.ROOT, "%s-%d", name, i + 1),
                        title + compared.get(i).name(),
                        note,
                        charts.chart(compared.get(i))))
                .toList();
    }

    private List<ComparedModel> best(int most) {
        return compared.subList(0, Math.min(most, compared.size()));
    }

    private IntStream severitiesOf(String corruption) {
        return compared.get(0).under(corruption).stream()
                .mapToInt(RobustnessRow::severity)
                .distinct()
                .sorted();
    }

    private String parameters(String corruption) {
        return RobustnessFigures.bySeverity(compared.get(0).under(corruption)).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(level -> String.format(
                        Locale.ROOT,
                        "%d: %s",
                        level.getKey(),
                        level.getValue().get(0).parameter()))
                .collect(Collectors.joining("; ", "", "."));
    }

    /** Mean accuracy in percent with the limits of its interval. */
    private static double[] interval(ComparedModel one, String corruption, int severity) {
        SeedMean seeds = one.over(figures -> figures.accuracy(corruption, severity));
        if (seeds.count() == 1) { // repeated draws are of the same images and do not narrow the interval
            List<RobustnessRow> rows = severity == 0
                    ? one.clean()
                    : RobustnessFigures.bySeverity(one.under(corruption)).get(severity);
            return new double[] {100 * seeds.mean(), mean(rows, RobustnessRow::low), mean(rows, RobustnessRow::high)};
        }
        return new double[] {100 * seeds.mean(), Math.max(0, 100 * seeds.low()), Math.min(100, 100 * seeds.high())};
    }

    private static double mean(List<RobustnessRow> rows, ToDoubleFunction<RobustnessRow> share) {
        return 100 * rows.stream().mapToDouble(share).average().orElseThrow();
    }

    private static double[] column(List<double[]> rows, int k) {
        return rows.stream().mapToDouble(row -> row[k]).toArray();
    }
}
