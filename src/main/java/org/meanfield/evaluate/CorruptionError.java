package org.meanfield.evaluate;

/**
 * The corruption error of a model relative to a reference model (Hendrycks and Dietterich 2019, "Benchmarking Neural Network
 * Robustness to Common Corruptions and Perturbations"): CE of a corruption = Σ over severities of the model's error / Σ of
 * the reference's. Their mean over the corruptions is the mean corruption error, mCE: below 1 for a model that is more robust
 * than the reference.
 */
public final class CorruptionError {
    private CorruptionError() {}

    /**
     * Returns the error of one corruption.
     *
     * @param errors the model's share of wrong images for each severity
     * @param reference that of the reference
     * @return NaN if neither is ever wrong, ∞ if only the reference is not
     */
    public static double of(double[] errors, double[] reference) {
        if (errors.length != reference.length) {
            throw new IllegalArgumentException(
                    "%d severities cannot be compared with %d".formatted(errors.length, reference.length));
        }
        return sum(errors) / sum(reference);
    }

    /** Returns the mean over corruptions. */
    public static double mean(double[] corruptionErrors) {
        return sum(corruptionErrors) / corruptionErrors.length;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
