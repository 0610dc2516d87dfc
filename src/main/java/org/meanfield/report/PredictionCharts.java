package org.meanfield.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.meanfield.evaluate.Wilson;
import org.meanfield.report.chart.HeatMap;
import org.meanfield.report.chart.StripChart;
import org.meanfield.tables.PredictionRow;

/** What the predictions of the test images say: which classes are taken for which. */
final class PredictionCharts {
    private final List<PredictionRow> predictions;
    private final int classes;

    /** Creates those of at least one image. */
    PredictionCharts(List<PredictionRow> predictions) {
        this.predictions = predictions;
        this.classes = 1
                + predictions.stream()
                        .mapToInt(row -> Math.max(row.label(), row.predicted()))
                        .max()
                        .orElseThrow();
    }

    /** Returns the charts. */
    List<Figure> all() {
        return List.of(
                new Figure(
                        "confusion",
                        "Confusion",
                        "Of the images of each class (row) the share in % that is taken for each class (column).",
                        confusion()),
                new Figure(
                        "classes",
                        "Accuracy by class",
                        "Lines are Wilson 95 % intervals.",
                        new StripChart("images right in %", classAccuracies())));
    }

    /** Of the images of each class the share in percent taken for each; NaN for none. */
    HeatMap confusion() {
        double[][] counts = new double[classes][classes];
        predictions.forEach(row -> counts[row.label()][row.predicted()]++);
        for (double[] row : counts) {
            double images = Arrays.stream(row).sum();
            Arrays.setAll(row, k -> row[k] == 0 ? Double.NaN : 100 * row[k] / images);
        }
        List<String> names =
                IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        return new HeatMap("class", "taken for", names, names, counts, "%.1f");
    }

    /** The accuracy of each class in percent. */
    List<StripChart.Group> classAccuracies() {
        List<StripChart.Group> groups = new ArrayList<>();
        for (int i = 0; i < classes; i++) {
            int label = i;
            List<PredictionRow> ofClass =
                    predictions.stream().filter(row -> row.label() == label).toList();
            if (!ofClass.isEmpty()) {
                long correct =
                        ofClass.stream().filter(row -> row.predicted() == label).count();
                Wilson interval = Wilson.of(correct, ofClass.size());
                groups.add(new StripChart.Group(
                        "class " + label,
                        new double[0],
                        100.0 * correct / ofClass.size(),
                        100 * interval.low(),
                        100 * interval.high()));
            }
        }
        return groups;
    }

    /** Returns the wrong predictions that were surest, the surest first. */
    List<PredictionRow> mistakes(int most) {
        return predictions.stream()
                .filter(row -> row.predicted() != row.label())
                .sorted(Comparator.comparingDouble(PredictionRow::confidence)
                        .reversed()
                        .thenComparing(PredictionRow::index))
                .limit(most)
                .toList();
    }
}
