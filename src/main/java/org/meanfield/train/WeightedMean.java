package org.meanfield.train;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * The mean of the workers' states, weighted by the images that each trained on: Σ nᵢ·xᵢ / Σ nᵢ, summed in double
 * precision and in the order of the workers, so that the bits do not depend on who came first.
 */
public final class WeightedMean {
    /** The order in which everything that workers bring back is summed. */
    public static final Comparator<WorkerResult> BY_WORKER = Comparator.comparingInt(WorkerResult::worker);

    private WeightedMean() {}

    /**
     * Returns the mean state.
     *
     * @param results one of each worker, in any order
     * @param steps the local steps that each worker has now taken
     * @throws IllegalArgumentException if nobody trained on anything or two results do not fit together
     */
    public static State of(List<WorkerResult> results, long steps) {
        List<WorkerResult> ordered = results.stream().sorted(BY_WORKER).toList();
        long examples = ordered.stream().mapToLong(WorkerResult::examples).sum();
        if (examples == 0) {
            throw new IllegalArgumentException("None of %d workers trained on anything".formatted(ordered.size()));
        }
        return new State(
                mean(ordered, WorkerResult::parameters, examples),
                mean(ordered, WorkerResult::updater, examples),
                steps);
    }

    /**
     * Returns how far the workers have moved apart: √(Σ nᵢ·|xᵢ − x̄|² / Σ nᵢ) over their parameters.
     *
     * @param mean what {@link #of} returned for them
     */
    public static double divergence(List<WorkerResult> results, State mean) {
        double sum = 0;
        long examples = 0;
        for (WorkerResult result : results.stream().sorted(BY_WORKER).toList()) {
            if (result.examples() == 0) {
                continue;
            }
            double squares = 0;
            for (int i = 0; i < mean.parameters().length; i++) {
                double difference = (double) result.parameters()[i] - mean.parameters()[i];
                squares += difference * difference;
            }
            sum += result.examples() * squares;
            examples += result.examples();
        }
        return Math.sqrt(sum / examples);
    }

    private static float[] mean(List<WorkerResult> ordered, Function<WorkerResult, float[]> part, long examples) {
        double[] sum = new double[part.apply(ordered.get(0)).length];
        for (WorkerResult result : ordered) {
            float[] values = part.apply(result);
            if (values.length != sum.length) {
                throw new IllegalArgumentException("Worker %d brought %d values but worker %d brought %d"
                        .formatted(
                                result.worker(), values.length, ordered.get(0).worker(), sum.length));
            }
            if (result.examples() == 0) {
                continue; // a weight of nothing, whatever the values are
            }
            double weight = result.examples();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += weight * values[i];
            }
        }
        float[] mean = new float[sum.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sum[i] / examples);
        }
        return mean;
    }
}
