package org.meanfield.evaluate;

import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.special.Beta;

/**
 * Paired test of the accuracies of two settings on the same test images.
 *
 * @param difference accuracy of the first minus that of the second, in [−1, 1]
 * @param low lower limit of its 95 % confidence interval
 * @param high upper limit of its 95 % confidence interval
 * @param p the two-sided p-value
 * @param method the test's name, such as {@code McNemar}
 */
public record PairedTest(double difference, double low, double high, double p, String method) {
    /**
     * Compares two settings over seeds: the paired t test. An accuracy over N images has a resolution of 1/N, so the
     * variance of the differences is bounded below by 1/(6N²), that of a difference of two numbers rounded to 1/N: with
     * few seeds the differences are often exactly equal, which does not mean that other seeds have the same.
     *
     * @param first the first setting's accuracy for each seed, at least two
     * @param second the second setting's, for the same seeds in the same order
     * @param images number of test images, N
     */
    public static PairedTest overSeeds(double[] first, double[] second, long images) {
        double[] differences = new double[first.length];
        Arrays.setAll(differences, i -> first[i] - second[i]);
        SeedMean mean = SeedMean.of(differences).withDeviationOf(1 / (Math.sqrt(6) * images));
        return new PairedTest(
                mean.mean(),
                mean.low(),
                mean.high(),
                p(mean),
                String.format(Locale.ROOT, "paired t, %d seeds", mean.count()));
    }

    /**
     * Compares one model of each setting by the images that only one of them classifies correctly: McNemar's exact
     * test. The interval is that of {@link PairedDrop}.
     *
     * @param first whether each image is correct for the first model
     * @param second the same for the second model, in the same order
     */
    public static PairedTest overImages(boolean[] first, boolean[] second) {
        int onlyFirst = 0;
        int onlySecond = 0;
        for (int i = 0; i < first.length; i++) {
            onlyFirst += first[i] && !second[i] ? 1 : 0;
            onlySecond += second[i] && !first[i] ? 1 : 0;
        }
        PairedDrop drop = PairedDrop.of(onlyFirst, onlySecond, first.length);
        return new PairedTest(drop.drop(), drop.low(), drop.high(), mcNemar(onlyFirst, onlySecond), "McNemar");
    }

    /**
     * Compares one model of each setting by its accuracy on each image, over several conditions: the paired t test. As in {@link
     * PairedDrop} the variance is that of the images and two more, each classified correctly by one model only, so that it is positive if
     * the models do not differ on any image.
     *
     * @param first in how many of the conditions each image is correct for the first model, in [0, 1]
     * @param second the same for the second model, in the same order
     */
    public static PairedTest overImages(double[] first, double[] second) {
        double[] differences = new double[first.length + 2];
        Arrays.setAll(differences, i -> i < first.length ? first[i] - second[i] : i == first.length ? 1 : -1);
        SeedMean wide = SeedMean.of(differences);
        double difference = wide.mean() * differences.length / first.length;
        return new PairedTest(difference, wide.low(), wide.high(), p(wide), "paired t, images");
    }

    /** Returns the two-sided probability of McNemar's exact test; 1 if the models do not differ on any image. */
    static double mcNemar(int onlyFirst, int onlySecond) {
        int fewer = Math.min(onlyFirst, onlySecond);
        int more = Math.max(onlyFirst, onlySecond);
        // The binomial distribution's lower tail, not as 1 minus the upper one, which is 0 or 1e-16 where the tail is
        // less.
        return more == 0 ? 1 : Math.min(1, 2 * Beta.regularizedBeta(0.5, more, fewer + 1.0));
    }

    private static double p(SeedMean differences) {
        double t = Math.abs(differences.mean()) / (differences.deviation() / Math.sqrt(differences.count()));
        return 2 * new TDistribution(null, differences.count() - 1).cumulativeProbability(-t);
    }
}
