package org.meanfield.evaluate;

import java.util.Arrays;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Paired test of the accuracies of two settings on the same test images.
 *
 * @param difference accuracy of the first minus that of the second, in [−1, 1]
 * @param low lower limit of its 95 % confidence interval
 * @param high upper limit of its 95 % confidence interval
 * @param p the two-sided p-value
 * @param seeds number of common seeds
 */
public record PairedTest(double difference, double low, double high, double p, int seeds) {
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
        return new PairedTest(mean.mean(), mean.low(), mean.high(), p(mean), mean.count());
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
        return new PairedTest(drop.drop(), drop.low(), drop.high(), mcNemar(onlyFirst, onlySecond), 1);
    }

    /** Returns the two-sided probability of McNemar's exact test; 1 if the models do not differ on any image. */
    static double mcNemar(int onlyFirst, int onlySecond) {
        double tail = new BinomialDistribution(null, onlyFirst + onlySecond, 0.5)
                .cumulativeProbability(Math.min(onlyFirst, onlySecond));
        return Math.min(1, 2 * tail);
    }

    private static double p(SeedMean differences) {
        double t = Math.abs(differences.mean()) / (differences.deviation() / Math.sqrt(differences.count()));
        return 2 * new TDistribution(null, differences.count() - 1).cumulativeProbability(-t);
    }
}
