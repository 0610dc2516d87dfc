package org.meanfield.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.meanfield.evaluate.SeedMean;
import org.meanfield.report.chart.HeatMap;
import org.meanfield.report.chart.StripChart;
import org.meanfield.tables.EvaluationRow;

/** Charts of a sweep. */
final class SweepCharts {
    private static final String ACCURACY = "test accuracy in %";
    /** More rows than can be looked over; the others are in the leaderboard. */
    private static final int MOST_ROWS = 60;
    /** Of a key with more values, such as a random number, no chart by value is drawn. */
    private static final int MOST_VALUES = 20;

    private final List<CellResult> cells;
    private final List<String> keys;

    /** Creates the charts of cells, best first. */
    SweepCharts(List<CellResult> cells) {
        this.cells = cells;
        this.keys = CellName.varying(cells.stream().map(CellResult::name).toList());
    }

    /** Returns the key paths with more than one value, in the order of the cells' labels. */
    List<String> keys() {
        return keys;
    }

    /** Returns the short name of a cell in this sweep. */
    String name(CellResult cell) {
        return cell.name().shortName(keys);
    }

    /** Returns the charts that have data. */
    List<Figure> all() {
        List<Figure> figures = new ArrayList<>();
        figures.add(tested(new Figure(
                "cells",
                "Test accuracy by cell",
                "Each dot is a trial; bars are means over seeds with 95 % t-intervals; boxes are quartiles." + drawn(),
                strip(cells.stream().limit(MOST_ROWS).map(this::group).toList()))));
        if (keys.size() == 2
                && keys.stream().allMatch(key -> values(key).size() <= MOST_VALUES)
                && cells.stream().allMatch(this::setsAllKeys)) {
            figures.add(tested(new Figure("heat-map", "Mean test accuracy in %", "Means over seeds.", heatMap())));
        }
        if (keys.size() > 1) {
            for (String key : keys.stream()
                    .filter(key -> values(key).size() <= MOST_VALUES)
                    .toList()) {
                figures.add(tested(new Figure(
                        "by-" + key.replaceAll("[^a-z0-9]+", "-"),
                        "Test accuracy by " + key,
                        "All trials with each value, over all other keys.",
                        strip(byValue(key)))));
            }
        }
        SweepCurves curves = new SweepCurves(cells, this::name);
        String left = cells.size() > SweepCurves.MOST
                ? String.format(Locale.ROOT, "The %d best cells: means", SweepCurves.MOST)
                : "Means";
        boolean trained = cells.stream().flatMap(cell -> cell.trials().stream()).anyMatch(run -> !run.rounds()
                .isEmpty());
        figures.add(Figure.orWhy(
                trained,
                "No trial has finished a round yet.",
                new Figure(
                        "curves-loss",
                        "Training loss",
                        left + " over seeds, bands are 95 % t-intervals.",
                        curves.of("cross-entropy in nats", SweepCurves::losses))));
        if (cells.stream().flatMap(cell -> cell.trials().stream()).anyMatch(run -> !run.evaluations("validation")
                .isEmpty())) {
            figures.add(new Figure(
                    "curves-validation",
                    "Validation accuracy",
                    left + " over seeds, bands are 95 % t-intervals.",
                    curves.of("accuracy in %", SweepCurves::validation)));
        }
        figures.add(Figure.orWhy(
                trained,
                "No trial has finished a round yet.",
                new Figure(
                        "speed",
                        "Speed by cell",
                        "Training images per second, without the first round where there are several." + drawn(),
                        new StripChart(
                                "images per second",
                                cells.stream().limit(MOST_ROWS).map(this::speed).toList()))));
        return figures;
    }

    private String drawn() {
        return cells.size() > MOST_ROWS ? String.format(Locale.ROOT, " The %d best cells are drawn.", MOST_ROWS) : "";
    }

    private Figure tested(Figure figure) {
        return Figure.orWhy(
                cells.stream().anyMatch(cell -> !cell.tested().isEmpty()), "No trial has finished yet.", figure);
    }

    private boolean setsAllKeys(CellResult cell) {
        return cell.name().values().keySet().containsAll(keys);
    }

    /** Mean accuracy in percent for each pair of values of the two keys that vary, which every cell sets. */
    HeatMap heatMap() {
        List<String> rows = values(keys.get(0));
        List<String> columns = values(keys.get(1));
        double[][] means = new double[rows.size()][columns.size()];
        Arrays.stream(means).forEach(row -> Arrays.fill(row, Double.NaN));
        for (CellResult cell : cells) {
            cell.accuracy()
                    .ifPresent(mean -> means[rows.indexOf(cell.name().values().get(keys.get(0)))][
                                    columns.indexOf(cell.name().values().get(keys.get(1)))] =
                            100 * mean.mean());
        }
        return new HeatMap(
                CellName.lastStep(keys.get(0)), CellName.lastStep(keys.get(1)), rows, columns, means, "%.2f");
    }

    /** The accuracies in percent of all trials with each value of a key. */
    List<StripChart.Group> byValue(String key) {
        return values(key).stream()
                .map(value -> accuracies(
                        value,
                        cells.stream()
                                .filter(cell ->
                                        value.equals(cell.name().values().get(key)))
                                .flatMapToDouble(cell -> Arrays.stream(cell.accuracies()))
                                .map(accuracy -> 100 * accuracy)
                                .toArray()))
                .toList();
    }

    private static StripChart strip(List<StripChart.Group> groups) {
        return new StripChart(ACCURACY, groups);
    }

    private StripChart.Group group(CellResult cell) {
        return accuracies(
                name(cell),
                cell.tested().values().stream()
                        .mapToDouble(EvaluationRow::accuracy)
                        .map(accuracy -> 100 * accuracy)
                        .toArray());
    }

    private StripChart.Group speed(CellResult cell) {
        return group(
                name(cell),
                cell.trials().stream()
                        .map(RunData::rounds)
                        .filter(rounds -> !rounds.isEmpty())
                        .mapToDouble(TrainPage::imagesPerSecond)
                        .toArray());
    }

    /** Of accuracies in percent, which are at most 100. */
    private static StripChart.Group accuracies(String name, double[] values) {
        StripChart.Group group = group(name, values);
        return new StripChart.Group(name, values, group.mean(), group.low(), Math.min(100, group.high()));
    }

    private static StripChart.Group group(String name, double[] values) {
        if (values.length == 0) {
            return new StripChart.Group(name, values, Double.NaN, Double.NaN, Double.NaN);
        }
        SeedMean mean = SeedMean.of(values);
        // Neither accuracy nor speed can be negative.
        return new StripChart.Group(name, values, mean.mean(), Math.max(0, mean.low()), mean.high());
    }

    private List<String> values(String key) {
        return cells.stream()
                .map(cell -> cell.name().values().get(key))
                .filter(Objects::nonNull)
                .distinct()
                .sorted(CellName::compareValues)
                .toList();
    }
}
