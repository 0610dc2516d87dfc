package org.meanfield.train;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * One chunk of the {@link WeightedMean}: a range of the parameters and a range of the optimizer's state, summed
 * together, on the driver or an executor.
 *
 * @param index its index
 * @param parameters the mean of the range of the parameters
 * @param updater the mean of the range of the optimizer's state
 * @param squaredMove Σ (x̄ − x)² over the range, of the mean x̄ from the start x
 * @param squaredDirections Σ (Σ nᵢ·eᵢ)² over the range, of the unit vectors eᵢ of the workers' steps
 */
public record MeanChunk(int index, float[] parameters, float[] updater, double squaredMove, double squaredDirections)
        implements Serializable {
    /** The maximal length of a range: as doubles half a megabyte, which fits a core's cache. */
    static final int SIZE = 1 << 16;

    /** Returns how many chunks vectors of these lengths have; 1 for empty ones. */
    public static int count(int parameters, int updater) {
        return Math.max(1, (Math.max(parameters, updater) + SIZE - 1) / SIZE);
    }

    /** Returns the range of {@code values} that belongs to chunk {@code index} of {@code count}. */
    public static float[] range(float[] values, int index, int count) {
        return Arrays.copyOfRange(values, start(values.length, index, count), start(values.length, index + 1, count));
    }

    private static int start(int length, int index, int count) {
        return (int) ((long) length * index / count);
    }

    /** Returns chunk {@code index} of {@code count}, from the whole vectors of {@code workers}, in order. */
    static MeanChunk of(int index, int count, List<WorkerResult> workers, float[] start) {
        int updater = workers.get(0).updater().length;
        Sums sums = new Sums(
                start(start.length, index, count),
                start(start.length, index + 1, count),
                start(updater, index, count),
                start(updater, index + 1, count));
        return sums.over(workers, start).chunk(index, start);
    }

    /**
     * Returns the chunk from the ranges of {@code workers}, in order.
     *
     * @param start the range of the parameters that they started from
     */
    public static MeanChunk of(int index, List<WorkerResult> workers, float[] start) {
        Sums sums = new Sums(0, start.length, 0, workers.get(0).updater().length);
        return sums.over(workers, start).chunk(index, start);
    }

    /** The sums over the workers, in double precision, of a range of the parameters and one of the optimizer's state. */
    private static final class Sums {
        private final int from;
        private final int updaterFrom;
        private final double[] parameters;
        private final double[] directions;
        private final double[] updater;
        private double examples;

        Sums(int from, int to, int updaterFrom, int updaterTo) {
            this.from = from;
            this.updaterFrom = updaterFrom;
            this.parameters = new double[to - from];
            this.directions = new double[to - from];
            this.updater = new double[updaterTo - updaterFrom];
        }

        Sums over(List<WorkerResult> workers, float[] start) {
            for (WorkerResult worker : workers) {
                if (worker.examples() > 0) { // else its weight is 0, even for values that are NaN
                    double weight = worker.examples();
                    examples += weight;
                    add(parameters, worker.parameters(), from, weight);
                    add(updater, worker.updater(), updaterFrom, weight);
                    if (worker.stepLength() > 0) {
                        addDirection(worker.parameters(), start, weight / worker.stepLength());
                    }
                }
            }
            return this;
        }

        private static void add(double[] sum, float[] values, int from, double weight) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += weight * values[from + i];
            }
        }

        private void addDirection(float[] values, float[] start, double weight) {
            for (int i = 0; i < directions.length; i++) {
                directions[i] += weight * ((double) values[from + i] - start[from + i]);
            }
        }

        MeanChunk chunk(int index, float[] start) {
            float[] mean = new float[parameters.length];
            double squaredMove = 0;
            double squaredDirections = 0;
            for (int i = 0; i < mean.length; i++) {
                double exact = parameters[i] / examples;
                double move = exact - start[from + i];
                mean[i] = (float) exact;
                squaredMove += move * move;
                squaredDirections += directions[i] * directions[i];
            }
            float[] updaterMean = new float[updater.length];
            for (int i = 0; i < updaterMean.length; i++) {
                updaterMean[i] = (float) (updater[i] / examples);
            }
            return new MeanChunk(index, mean, updaterMean, squaredMove, squaredDirections);
        }
    }
}
