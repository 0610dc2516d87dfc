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

/** Charts of the test predictions: confusion matrix and accuracy by class. */
final class PredictionCharts {
    private final List<PredictionRow> predictions;
    private final int classes;

    /** Creates the charts of at least one image. */
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
                        "Confusion matrix",
                        "Predicted class (column) in % of the images of each true class (row).",
                        confusion()),
                new Figure(
                        "classes",
                        "Accuracy by class",
                        "Lines are Wilson 95 % confidence intervals.",
                        new StripChart("accuracy in %", classAccuracies())));
    }

    /** The confusion matrix in percent of each true class; NaN for none. */
    HeatMap confusion() {
        double[][] counts = new double[classes][classes];
        predictions.forEach(row -> counts[row.label()][row.predicted()]++);
        for (double[] row : counts) {
            double images = Arrays.stream(row).sum();
            Arrays.setAll(row, k -> row[k] == 0 ? Double.NaN : 100 * row[k] / images);
        }
        List<String> names =
                IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        return new HeatMap("true class", "predicted class", names, names, counts, "%.1f");
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

    /** Returns the most confident wrong predictions, the most confident first. */
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
