package org.meanfield.evaluate;

/**
 * Corruption error of a model relative to a reference model (Hendrycks and Dietterich 2019, "Benchmarking Neural
 * Network Robustness to Common Corruptions and Perturbations"): CE of a corruption = Σ over severities of the model's
 * error / Σ of the reference's. Their mean over the corruptions is the mean corruption error, mCE: below 1 for a model
 * that is more robust than the reference.
 */
public final class CorruptionError {
    private CorruptionError() {}

    /**
     * Returns the error of one corruption.
     *
     * @param errors the model's error rate at each severity
     * @param reference the reference's error rates
     * @return NaN if both have no errors, ∞ if only the reference has none
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
