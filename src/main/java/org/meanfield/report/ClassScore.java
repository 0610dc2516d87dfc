package org.meanfield.report;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How well the images of a class are told from the others (van Rijsbergen 1979, Information Retrieval, chapter 7).
 *
 * @param images images of the class
 * @param predicted images that are predicted as it
 * @param correct images that are both
 */
record ClassScore(String name, long images, long predicted, long correct) {
    /** Returns the share of the images predicted as this class that are of it; NaN without any. */
    double precision() {
        return predicted == 0 ? Double.NaN : (double) correct / predicted;
    }

    /** Returns the share of the class's images that are predicted as it; NaN without any. */
    double recall() {
        return images == 0 ? Double.NaN : (double) correct / images;
    }

    /** Returns the harmonic mean of precision and recall; 0 if no image is right, NaN without images. */
    double f1() {
        return images == 0 ? Double.NaN : 2.0 * correct / (images + predicted);
    }

    /** Returns a table of all classes. */
    static HtmlTable table(List<ClassScore> scores) {
        HtmlTable table = new HtmlTable("class", "images#", "precision#", "recall#", "F1#");
        scores.forEach(score -> table.cell(score.name())
                .cell(String.format(Locale.ROOT, "%,d", score.images()))
                .cell(Numbers.percent(score.precision()))
                .cell(Numbers.percent(score.recall()))
                .cell(Numbers.percent(score.f1())));
        return table;
    }

    /** Returns the unweighted mean of a score over the classes that have it. */
    static double mean(List<ClassScore> scores, ToDoubleFunction<ClassScore> score) {
        return scores.stream()
                .mapToDouble(score)
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }
}
