package org.meanfield.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.meanfield.evaluate.SeedMean;
import org.meanfield.report.chart.Axis;
import org.meanfield.report.chart.ParallelCoordinates;
import org.meanfield.tables.EvaluationRow;

/** What the keys of a sweep have to do with its accuracies: on the validation split if there is one, else on the test split. */
final class SweepKeys {
    private static final double HIGHLIGHTED = 0.1;
    /** Of more values three are labelled. */
    private static final int MOST_TICKS = 10;

    private final List<CellResult> cells;
    private final List<String> keys;
    private final boolean validated;

    /**
     * Creates it.
     *
     * @param cells best first
     * @param keys those that vary
     */
    SweepKeys(List<CellResult> cells, List<String> keys) {
        this.cells = cells;
        this.keys = keys;
        this.validated = cells.stream().anyMatch(CellResult::isValidated);
    }

    /** Returns the split of the accuracies. */
    String split() {
        return validated ? "validation" : "test";
    }

    /** Returns a chart with a line for each cell with a finished trial; empty for fewer than two keys or cells. */
    Optional<Figure> parallel() {
        List<CellResult> scored =
                cells.stream().filter(cell -> score(cell).isPresent()).toList();
        if (keys.size() < 2 || scored.size() < 2) {
            return Optional.empty();
        }
        List<ParallelCoordinates.Column> columns = new ArrayList<>();
        List<List<String>> values = new ArrayList<>();
        for (String key : keys) {
            List<String> sorted = scored.stream()
                    .map(cell -> value(cell, key))
                    .distinct()
                    .sorted(CellName::compareValues)
                    .toList();
            values.add(sorted);
            columns.add(column(CellName.lastStep(key), sorted));
        }
        Axis axis = Axis.of(
                "accuracy",
                scored.stream().mapToDouble(cell -> 100 * score(cell).orElseThrow()));
        columns.add(new ParallelCoordinates.Column(
                "accuracy in %",
                axis.ticks().stream().map(axis::text).toList(),
                axis.ticks().stream().map(tick -> axis.at(tick, 0, 1)).toList()));
        int highlighted = (int) Math.max(1, Math.round(HIGHLIGHTED * scored.size()));
        List<ParallelCoordinates.Line> lines = new ArrayList<>();
        for (CellResult cell : scored) {
            double[] at = new double[columns.size()];
            for (int k = 0; k < keys.size(); k++) {
                List<String> sorted = values.get(k);
                at[k] = place(sorted.indexOf(value(cell, keys.get(k))), sorted.size());
            }
            at[keys.size()] = axis.at(100 * score(cell).orElseThrow(), 0, 1);
            lines.add(new ParallelCoordinates.Line(at, lines.size() < highlighted));
        }
        return Optional.of(new Figure(
                "parallel",
                "Parallel coordinates",
                String.format(
                        Locale.ROOT,
                        "A line is a cell, its mean %s accuracy on the right; %s stand%s out. Values of a key are in order, at equal distances.",
                        split(),
                        highlighted == 1 ? "the best" : "the best " + highlighted,
                        highlighted == 1 ? "s" : ""),
                new ParallelCoordinates(columns, lines)));
    }

    private static ParallelCoordinates.Column column(String name, List<String> sorted) {
        List<String> ticks = new ArrayList<>();
        List<Double> at = new ArrayList<>();
        int last = sorted.size() - 1;
        for (int i = 0; i <= last; i++) {
            if (last < MOST_TICKS || i == 0 || i == last / 2 || i == last) {
                ticks.add(sorted.get(i));
                at.add(place(i, sorted.size()));
            }
        }
        return new ParallelCoordinates.Column(name, ticks, at);
    }

    private static double place(int index, int count) {
        return count == 1 ? 0.5 : (double) index / (count - 1);
    }

    private static String value(CellResult cell, String key) {
        return cell.name().values().getOrDefault(key, "–");
    }

    private Optional<Double> score(CellResult cell) {
        return (validated ? cell.validation() : cell.accuracy()).map(SeedMean::mean);
    }

    /** Adds the importance of each key to a page, the most important first. */
    void addImportance(Page page) {
        List<List<String>> values = new ArrayList<>();
        keys.forEach(key -> values.add(new ArrayList<>()));
        List<Double> scores = new ArrayList<>();
        for (CellResult cell : cells) {
            for (RunData trial : cell.trials()) {
                Optional<EvaluationRow> score = Optional.ofNullable(
                                cell.tested().get(trial.row().seed()))
                        .flatMap(tested -> validated ? trial.validated() : Optional.of(tested));
                if (score.isPresent()) {
                    scores.add(score.get().accuracy());
                    for (int k = 0; k < keys.size(); k++) {
                        values.get(k).add(value(cell, keys.get(k)));
                    }
                }
            }
        }
        double[] all = scores.stream().mapToDouble(Double::doubleValue).toArray();
        List<KeyImportance> found = new ArrayList<>();
        for (int k = 0; k < keys.size(); k++) {
            found.add(KeyImportance.of(keys.get(k), values.get(k), all));
        }
        found.removeIf(one -> Double.isNaN(one.share()));
        if (found.isEmpty()) {
            return;
        }
        page.heading("Importance of the keys");
        page.text(String.format(
                Locale.ROOT,
                "The share of the variance of the trials' %s accuracies that a key explains by itself: ω² of a one-way analysis of variance (the main effect of a functional ANOVA), "
                        + "with numbers of more than %d values in %d groups by size. p is that of a permutation test. What is missing from 100 %% is interactions of keys, seeds and chance.",
                split(),
                KeyImportance.MOST_GROUPS,
                KeyImportance.MOST_GROUPS));
        HtmlTable table = new HtmlTable("key", "values or groups#", "share of the variance#", "p#");
        found.stream()
                .sorted(Comparator.comparingDouble(KeyImportance::share).reversed())
                .forEach(one -> table.cell(one.key())
                        .cell(Integer.toString(one.groups()))
                        .cell(String.format(Locale.ROOT, "%.1f %%", 100 * one.share()))
                        .cell(Numbers.probability(one.p())));
        page.markup(table.html());
    }
}
