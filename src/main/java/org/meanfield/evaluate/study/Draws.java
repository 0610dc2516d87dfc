package org.meanfield.evaluate.study;

import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.meanfield.config.Seeds;

/** Random vectors and matrices of studies, by address: {@link Seeds.Purpose#STUDY} and numbers after the depth study's. */
final class Draws {
    private static final long FIRST = 100;

    private Draws() {}

    /** Returns the stream of an address. */
    static SplittableRandom stream(long seed, long... address) {
        long[] ours = address.clone();
        ours[0] += FIRST;
        return Seeds.stream(seed, Seeds.Purpose.STUDY, ours);
    }

    /** Returns independent numbers of mean 0. */
    static double[] normal(SplittableRandom random, int size, double deviation) {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = deviation * random.nextGaussian();
        }
        return values;
    }

    /** Returns a vector of independent numbers of mean 0. */
    static RealVector vector(SplittableRandom random, int size, double deviation) {
        return new ArrayRealVector(normal(random, size, deviation), false);
    }

    /** Returns a matrix of independent standard normal numbers. */
    static RealMatrix matrix(SplittableRandom random, int rows, int columns) {
        double[][] values = new double[rows][];
        for (int i = 0; i < rows; i++) {
            values[i] = normal(random, columns, 1);
        }
        return new Array2DRowRealMatrix(values, false);
    }
}
