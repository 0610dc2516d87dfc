package org.meanfield.train;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * One chunk of the {@link WeightedMean}: a range of the parameters and a range of the optimizer's state, of which the sums
 * are made together, wherever that is.
 *
 * @param index its place among the chunks
 * @param parameters the mean of the range of the parameters
 * @param updater the mean of the range of the optimizer's state
 * @param squaredMove Σ (x̄ − x)² over the range, of the mean x̄ from the start x
 * @param squaredDirections Σ (Σ nᵢ·eᵢ)² over the range, of the unit vectors eᵢ of the workers' steps
 */
public record MeanChunk(int index, float[] parameters, float[] updater, double squaredMove, double squaredDirections)
        implements Serializable {
    /** The most numbers of a range: as doubles, half a megabyte, which a core's cache holds. */
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

    /**
     * Returns the chunk of which {@code workers}, in their order, have brought their ranges.
     *
     * @param start the range of the parameters that they started from
     */
    public static MeanChunk of(int index, List<WorkerResult> workers, float[] start) {
        double examples = 0;
        double[] parameters = new double[start.length];
        double[] directions = new double[start.length];
        double[] updater = new double[workers.get(0).updater().length];
        for (WorkerResult worker : workers) {
            if (worker.examples() > 0) { // else a weight of nothing, whatever the values are
                double weight = worker.examples();
                examples += weight;
                add(parameters, worker.parameters(), weight);
                add(updater, worker.updater(), weight);
                if (worker.stepLength() > 0) {
                    addDirection(directions, worker, start);
                }
            }
        }
        return new MeanChunk(
                index,
                divided(parameters, examples),
                divided(updater, examples),
                squaredMove(parameters, examples, start),
                squares(directions));
    }

    private static void add(double[] sum, float[] values, double weight) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += weight * values[i];
        }
    }

    private static void addDirection(double[] sum, WorkerResult worker, float[] start) {
        double weight = worker.examples() / worker.stepLength();
        float[] values = worker.parameters();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += weight * ((double) values[i] - start[i]);
        }
    }

    private static float[] divided(double[] sum, double by) {
        float[] mean = new float[sum.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sum[i] / by);
        }
        return mean;
    }

    private static double squaredMove(double[] sum, double examples, float[] start) {
        double squares = 0;
        for (int i = 0; i < sum.length; i++) {
            double move = sum[i] / examples - start[i];
            squares += move * move;
        }
        return squares;
    }

    private static double squares(double[] values) {
        double squares = 0;
        for (double value : values) {
            squares += value * value;
        }
        return squares;
    }
}
