package org.meanfield.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
import org.meanfield.tables.RobustnessRow;

/** The charts of an evaluation of robustness, from contenders on the same images. */
final class RobustnessCharts {
    /** As many as there are colours. */
    private static final int MOST_CURVES = 8;
    /** Each of them has a chart of its own. */
    private static final int MOST_SINGLE = 4;

    private static final String ACCURACY = "images right in %";

    private final List<ComparedModel> contenders;
    private final List<String> corruptions;

    /** Creates those of contenders of which the best is first. */
    RobustnessCharts(List<ComparedModel> contenders) {
        this.contenders = contenders;
        this.corruptions = contenders.get(0).corruptions();
    }

    /** Returns a chart for each corruption. */
    List<Figure> bySeverity() {
        String bands =
                contenders.stream().anyMatch(contender -> contender.models().size() > 1)
                        ? "Bands are 95 % t-intervals over seeds, of a single model Wilson 95 % intervals. "
                        : "Bands are Wilson 95 % intervals. ";
        String left = contenders.size() > MOST_CURVES ? "The %d best are drawn. ".formatted(MOST_CURVES) : "";
        return corruptions.stream()
                .map(corruption -> new Figure(
                        "severity-" + corruption,
                        corruption,
                        bands + left + parameters(corruption),
                        severities(corruption)))
                .toList();
    }

    /** Accuracy in percent by severity, from clean images at 0: a line for each of the best contenders. */
    LineChart severities(String corruption) {
        int[] severities =
                IntStream.concat(IntStream.of(0), severitiesOf(corruption)).toArray();
        List<Series> series = new ArrayList<>();
        for (ComparedModel contender : best(MOST_CURVES)) {
            List<double[]> points = Arrays.stream(severities)
                    .mapToObj(severity -> interval(contender, corruption, severity))
                    .toList();
            series.add(new Series(
                    contender.name(),
                    ChartColour.series(series.size()),
                    Look.DOTS,
                    Arrays.stream(severities).asDoubleStream().toArray(),
                    column(points, 0),
                    column(points, 1),
                    column(points, 2)));
        }
        return new LineChart(
                Axis.counting("severity", Arrays.stream(severities).asDoubleStream()),
                Axis.of(
                        ACCURACY,
                        series.stream()
                                .flatMap(line -> Stream.of(line.y(), line.low(), line.high()))
                                .flatMapToDouble(Arrays::stream)),
                series);
    }

    /** Mean accuracy in percent over the severities, for each corruption and each contender, which has its place as name. */
    HeatMap heatMap() {
        List<String> rows = new ArrayList<>(List.of("clean"));
        rows.addAll(corruptions);
        double[][] values = new double[rows.size()][contenders.size()];
        for (int k = 0; k < contenders.size(); k++) {
            values[0][k] = 100
                    * contenders
                            .get(k)
                            .over(figures -> figures.clean().accuracy())
                            .mean();
            for (int i = 0; i < corruptions.size(); i++) {
                String corruption = corruptions.get(i);
                values[i + 1][k] = 100
                        * contenders
                                .get(k)
                                .over(figures -> figures.accuracy(corruption))
                                .mean();
            }
        }
        List<String> places = IntStream.rangeClosed(1, contenders.size())
                .mapToObj(Integer::toString)
                .toList();
        return new HeatMap("corruption", "place of the model", rows, places, values, "%.1f");
    }

    /** Returns how far the best contenders' confidence can be trusted, a chart for each. */
    List<Figure> reliability() {
        return numbered(
                "reliability",
                "A model is too sure of itself where it is below the diagonal. Each line is all corruptions of a severity together.",
                Reliability::of);
    }

    /** Returns which classes each corruption is hard on for the best contenders, a chart for each. */
    List<Figure> classes() {
        return numbered(
                "classes",
                "Share of a class's images that are right, in %, over all severities and draws.",
                this::classes);
    }

    /** Accuracy in percent of each class under each corruption. */
    HeatMap classes(ComparedModel contender) {
        List<String> rows = new ArrayList<>(List.of("clean"));
        rows.addAll(corruptions);
        List<String> labels = IntStream.range(0, contender.classes())
                .mapToObj(Integer::toString)
                .toList();
        double[][] values = new double[rows.size()][labels.size()];
        for (int i = 0; i < rows.size(); i++) {
            List<RobustnessRow> scored = i == 0 ? contender.clean() : contender.under(rows.get(i));
            Arrays.setAll(values[i], label -> 100 * ComparedModel.classAccuracy(scored, label));
        }
        return new HeatMap("corruption", "class", rows, labels, values, "%.1f");
    }

    private interface OfContender {
        Chart chart(ComparedModel contender);
    }

    private List<Figure> numbered(String name, String note, OfContender charts) {
        return IntStream.range(0, best(MOST_SINGLE).size())
                .mapToObj(i -> new Figure(
                        "%s-%d".formatted(name, i + 1),
                        contenders.get(i).name(),
                        note,
                        charts.chart(contenders.get(i))))
                .toList();
    }

    private List<ComparedModel> best(int most) {
        return contenders.subList(0, Math.min(most, contenders.size()));
    }

    private IntStream severitiesOf(String corruption) {
        return contenders.get(0).under(corruption).stream()
                .mapToInt(RobustnessRow::severity)
                .distinct()
                .sorted();
    }

    private String parameters(String corruption) {
        return RobustnessFigures.bySeverity(contenders.get(0).under(corruption)).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(level -> "%d: %s"
                        .formatted(level.getKey(), level.getValue().get(0).parameter()))
                .collect(Collectors.joining("; ", "", "."));
    }

    /** Mean accuracy in percent with the ends of its interval. */
    private static double[] interval(ComparedModel contender, String corruption, int severity) {
        SeedMean seeds = contender.over(figures -> figures.accuracy(corruption, severity));
        if (seeds.count() == 1) { // draws are of the same images and make the interval no narrower
            List<RobustnessRow> rows = severity == 0
                    ? contender.clean()
                    : RobustnessFigures.bySeverity(contender.under(corruption)).get(severity);
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
