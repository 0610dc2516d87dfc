package org.meanfield.sweep;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.special.Erf;

/**
 * Adaptive Parzen estimator of a density on [0, 1] (Bergstra et al. 2011, section 4.2): a mixture, in equal parts, of the uniform prior
 * and of a normal distribution about each observation, cut to [0, 1]. Its standard deviation is the larger of the distances to the
 * observation's neighbours, of which 0 and 1 are two, but at least 1 / min(100, K + 1) with K observations.
 */
final class Parzen {
    private static final double ROOT2 = Math.sqrt(2);
    private static final double ROOT_2_PI = Math.sqrt(2 * Math.PI);
    private static final int FINEST = 100;

    private final double[] centres;
    private final double[] deviations;
    /** The part of each normal distribution that is below 0, and that in [0, 1]. */
    private final double[] below;

    private final double[] inside;

    Parzen(double[] observations) {
        centres = observations.clone();
        Arrays.sort(centres);
        deviations = new double[centres.length];
        below = new double[centres.length];
        inside = new double[centres.length];
        double least = 1.0 / Math.min(FINEST, centres.length + 1);
        for (int i = 0; i < centres.length; i++) {
            double left = i == 0 ? 0 : centres[i - 1];
            double right = i == centres.length - 1 ? 1 : centres[i + 1];
            deviations[i] = Math.max(least, Math.max(centres[i] - left, right - centres[i]));
            below[i] = cumulative(i, 0);
            inside[i] = cumulative(i, 1) - below[i];
        }
    }

    /** Returns the density at {@code x} in [0, 1]. */
    double density(double x) {
        double sum = 1;
        for (int i = 0; i < centres.length; i++) {
            double z = (x - centres[i]) / deviations[i];
            sum += StrictMath.exp(-z * z / 2) / (ROOT_2_PI * deviations[i] * inside[i]);
        }
        return sum / (centres.length + 1);
    }

    /** Draws a value in [0, 1). */
    double draw(SplittableRandom random) {
        int part = random.nextInt(centres.length + 1);
        double unit = random.nextDouble();
        if (part == centres.length) {
            return unit;
        }
        double level = below[part] + unit * inside[part];
        double value = centres[part] + deviations[part] * ROOT2 * Erf.erfInv(2 * level - 1);
        return Math.max(0, Math.min(Math.nextDown(1.0), value));
    }

    private double cumulative(int part, double x) {
        return (1 + Erf.erf((x - centres[part]) / (deviations[part] * ROOT2))) / 2;
    }
}
