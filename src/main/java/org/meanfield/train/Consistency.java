package org.meanfield.train;

/**
 * The loss of AugMix (Hendrycks et al. 2020), for an image and two augmented views of it: −Σ t ln p₀ + w · JS(p₀, p₁, p₂), where JS is the
 * Jensen–Shannon divergence ⅓ Σₖ KL(pₖ ‖ m), m = ⅓ Σₖ pₖ.
 *
 * @param weight w, positive; 12 in the paper
 */
public record Consistency(double weight) {
    /** The views of an image, the first of which has the label. */
    public static final int VIEWS = 3;

    /** The lower bound of what a logarithm is taken of. */
    public static final double SMALLEST = 1e-30;

    /** The lower bound in DL4J's cross-entropy. */
    private static final double SMALLEST_OF_LABEL = 1e-10;

    /** Returns the sum over the examples. */
    public double loss(double[] probabilities, float[] labels, int examples) {
        int size = labels.length;
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double mean = mean(probabilities, i, size);
            sum -= labels[i] * Math.log(Math.max(SMALLEST_OF_LABEL, probabilities[i]));
            for (int view = 0; view < VIEWS; view++) {
                double p = probabilities[view * size + i];
                sum += weight / VIEWS * p * logarithm(p, mean);
            }
        }
        return sum;
    }

    /**
     * Returns the gradient of the sum over the examples with respect to the scores before the softmax, in the order of {@code
     * probabilities}: with u = ⅓ ln(pₖ / m) it is w · pₖ · (u − Σ pₖ u), and p₀ · Σ t − t of the labels.
     *
     * @param probabilities [views · examples, classes]
     * @param labels [examples, classes]
     */
    public double[] gradient(double[] probabilities, float[] labels, int examples) {
        int size = labels.length;
        int classes = size / examples;
        double[] gradient = new double[probabilities.length];
        for (int start = 0; start < probabilities.length; start += classes) {
            int first = start % size;
            double average = 0;
            for (int i = 0; i < classes; i++) {
                double p = probabilities[start + i];
                gradient[start + i] = logarithm(p, mean(probabilities, first + i, size)) / VIEWS;
                average += p * gradient[start + i];
            }
            for (int i = 0; i < classes; i++) {
                double p = probabilities[start + i];
                gradient[start + i] = weight * p * (gradient[start + i] - average);
                if (start < size) {
                    gradient[start + i] += p - labels[start + i];
                }
            }
        }
        return gradient;
    }

    private static double mean(double[] probabilities, int i, int size) {
        double sum = 0;
        for (int view = 0; view < VIEWS; view++) {
            sum += probabilities[view * size + i];
        }
        return sum / VIEWS;
    }

    private static double logarithm(double p, double mean) {
        return Math.log(Math.max(SMALLEST, p)) - Math.log(Math.max(SMALLEST, mean));
    }
}
