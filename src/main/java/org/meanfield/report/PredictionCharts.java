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
    private final List<String> names;
    private final long[][] counts;

    /** Creates the charts of at least one image of the classes {@code names}. */
    PredictionCharts(List<PredictionRow> predictions, ClassNames names) {
        this.predictions = predictions;
        int classes = 1
                + predictions.stream()
                        .mapToInt(row -> Math.max(row.label(), row.predicted()))
                        .max()
                        .orElseThrow();
        this.names = names.atLeast(classes);
        this.counts = new long[this.names.size()][this.names.size()];
        predictions.forEach(row -> counts[row.label()][row.predicted()]++);
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
                        "The recall. Lines are Wilson 95 % confidence intervals.",
                        new StripChart("accuracy in %", classAccuracies())));
    }

    /** The confusion matrix in percent of each true class; NaN for none. */
    HeatMap confusion() {
        double[][] shares = new double[names.size()][names.size()];
        for (int i = 0; i < shares.length; i++) {
            long[] row = counts[i];
            double images = Arrays.stream(row).sum();
            Arrays.setAll(shares[i], k -> row[k] == 0 ? Double.NaN : 100 * row[k] / images);
        }
        return new HeatMap("true class", "predicted class", names, names, shares, "%.1f");
    }

    /** The accuracy of each class in percent. */
    List<StripChart.Group> classAccuracies() {
        List<StripChart.Group> groups = new ArrayList<>();
        for (ClassScore score : scores()) {
            if (score.images() > 0) {
                Wilson interval = Wilson.of(score.correct(), score.images());
                groups.add(new StripChart.Group(
                        score.name(),
                        new double[0],
                        100 * score.recall(),
                        100 * interval.low(),
                        100 * interval.high()));
            }
        }
        return groups;
    }

    /** Returns the scores of each class. */
    List<ClassScore> scores() {
        return IntStream.range(0, names.size())
                .mapToObj(i -> new ClassScore(
                        names.get(i),
                        Arrays.stream(counts[i]).sum(),
                        Arrays.stream(counts).mapToLong(row -> row[i]).sum(),
                        counts[i][i]))
                .toList();
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
