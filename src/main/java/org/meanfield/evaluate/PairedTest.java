package org.meanfield.evaluate;

import java.util.Arrays;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * How much better one setting is than another on the same test images.
 *
 * @param difference what the first has more, as a share in [−1, 1]
 * @param low lower end of its 95 % interval
 * @param high upper end of its 95 % interval
 * @param p the probability of a difference at least as large, to either side, if there were none
 * @param seeds number of seeds that both were trained with
 */
public record PairedTest(double difference, double low, double high, double p, int seeds) {
    /**
     * Compares them over seeds, each with itself: the t test of the differences. An accuracy over N images is known to 1/N, and
     * so the variance of the differences is not taken for less than 1/(6N²), that of a difference of two numbers rounded to
     * 1/N: few seeds often differ by the very same number of images, which says nothing of other seeds.
     *
     * @param first the accuracy with each seed, at least two of them
     * @param second that of the other setting, with the same seeds in the same order
     * @param images how many images they are over, N
     */
    public static PairedTest overSeeds(double[] first, double[] second, long images) {
        double[] differences = new double[first.length];
        Arrays.setAll(differences, i -> first[i] - second[i]);
        SeedMean mean = SeedMean.of(differences).withDeviationOf(1 / (Math.sqrt(6) * images));
        return new PairedTest(mean.mean(), mean.low(), mean.high(), p(mean), mean.count());
    }

    /**
     * Compares one model of each by the images that only one of them has right: McNemar's test in its exact form, that the
     * images fall to either side with a probability of 1/2. The interval is that of {@link PairedDrop}.
     *
     * @param first whether each image is right
     * @param second the same of the other model, in the same order
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

    /** Returns the two-sided probability of McNemar's exact test; 1 where the two do not differ in any image. */
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
