package org.meanfield.model.init;

import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;

/**
 * gain · Q with Q orthogonal and of uniform (Haar) distribution: its rows are orthonormal, or its columns where there
 * are more rows than columns (Saxe, McClelland and Ganguli 2014). Q is that of the QR decomposition of a normal matrix
 * with a positive diagonal of R, as PyTorch's sign correction makes it.
 *
 * @param gain factor of the weights, positive
 */
public record Orthogonal(@Default("1") double gain) implements Initializer {
    /** Checks the setting. */
    public Orthogonal {
        Check.that(gain > 0 && Double.isFinite(gain), "gain", gain, "positive");
    }

    @Override
    public void fill(float[] weights, int fanIn, int fanOut, SplittableRandom random) {
        int outputs = weights.length / fanIn;
        boolean wide = outputs <= fanIn;
        double[][] vectors = new double[Math.min(outputs, fanIn)][Math.max(outputs, fanIn)];
        for (double[] vector : vectors) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] = random.nextGaussian();
            }
        }
        orthonormalize(vectors);
        for (int i = 0; i < weights.length; i++) {
            int row = i / fanIn;
            int column = i % fanIn;
            weights[i] = (float) (gain * (wide ? vectors[row][column] : vectors[column][row]));
        }
    }

    /**
     * Modified Gram-Schmidt. Its error grows with the condition number (Björck 1967); for normal matrices in double
     * precision it stays far below the precision of a float.
     */
    private static void orthonormalize(double[][] vectors) {
        for (int i = 0; i < vectors.length; i++) {
            double[] unit = vectors[i];
            double norm = Math.sqrt(dot(unit, unit));
            for (int k = 0; k < unit.length; k++) {
                unit[k] /= norm;
            }
            for (int j = i + 1; j < vectors.length; j++) {
                double[] later = vectors[j];
                double share = dot(unit, later);
                for (int k = 0; k < later.length; k++) {
                    later[k] -= share * unit[k];
                }
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }
}
