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
            sum += result.examples() * squaredDistance(result.parameters(), mean.parameters());
            examples += result.examples();
        }
        return Math.sqrt(sum / examples);
    }

    /**
     * Returns how far the workers' steps point the same way: the mean, over all pairs of workers that have moved, of the
     * cosine of the angle between dᵢ = xᵢ − x and dⱼ, weighted by nᵢ·nⱼ. With the unit vectors eᵢ = dᵢ / |dᵢ| that is
     * (|Σ nᵢ·eᵢ|² − Σ nᵢ²) / ((Σ nᵢ)² − Σ nᵢ²), which takes no pairs. Of fewer than two workers it is 1.
     *
     * @param start x, the state that they started from
     */
    public static double cosine(List<WorkerResult> results, State start) {
        float[] x = start.parameters();
        double[] sum = new double[x.length];
        double weights = 0;
        double squaredWeights = 0;
        int moved = 0;
        for (WorkerResult result : results.stream().sorted(BY_WORKER).toList()) {
            double norm = Math.sqrt(squaredDistance(result.parameters(), x));
            if (result.examples() == 0 || norm == 0) {
                continue;
            }
            double weight = result.examples();
            for (int i = 0; i < x.length; i++) {
                sum[i] += weight / norm * ((double) result.parameters()[i] - x[i]);
            }
            weights += weight;
            squaredWeights += weight * weight;
            moved++;
        }
        if (moved < 2) {
            return 1;
        }
        double squares = 0;
        for (double value : sum) {
            squares += value * value;
        }
        double mean = (squares - squaredWeights) / (weights * weights - squaredWeights);
        return Math.max(-1, Math.min(1, mean)); // which rounding may leave
    }

    private static double squaredDistance(float[] values, float[] others) {
        double squares = 0;
        for (int i = 0; i < values.length; i++) {
            double difference = (double) values[i] - others[i];
            squares += difference * difference;
        }
        return squares;
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
