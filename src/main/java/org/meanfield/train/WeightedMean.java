package org.meanfield.train;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The mean of the workers' states, weighted by the images that each trained on: Σ nᵢ·xᵢ / Σ nᵢ, summed in double precision
 * and in the order of the workers, chunk by chunk, so that the bits depend neither on who came first nor on where a chunk is
 * summed.
 *
 * <p>The <em>consensus distance</em> says how far the workers have moved apart: √(Σ nᵢ·|xᵢ − x̄|² / Σ nᵢ) over their parameters,
 * which with the steps dᵢ = xᵢ − x from the common start is √(Σ nᵢ·|dᵢ|² / Σ nᵢ − |x̄ − x|²).
 *
 * <p>The <em>cosine</em> says how far their steps point the same way: the mean, over all pairs of workers that have moved, of
 * the cosine of the angle between dᵢ and dⱼ, weighted by nᵢ·nⱼ. With the unit vectors eᵢ = dᵢ / |dᵢ| that is (|Σ nᵢ·eᵢ|² −
 * Σ nᵢ²) / ((Σ nᵢ)² − Σ nᵢ²), which takes no pairs. Of fewer than two workers it is 1.
 *
 * @param state the mean
 * @param consensusDistance not negative
 * @param cosine in [−1, 1]
 */
public record WeightedMean(State state, double consensusDistance, double cosine) {
    /** The order in which everything that workers bring back is summed. */
    public static final Comparator<WorkerResult> BY_WORKER = Comparator.comparingInt(WorkerResult::worker);

    /**
     * Returns the mean.
     *
     * @param results one of each worker, in any order
     * @param start the state that they started from
     * @param steps the local steps that each worker has now taken
     * @throws IllegalArgumentException if nobody trained on anything, or a result does not fit the state
     */
    public static WeightedMean of(List<WorkerResult> results, State start, long steps) {
        List<WorkerResult> workers = results.stream().sorted(BY_WORKER).toList();
        for (WorkerResult worker : workers) {
            check(worker.worker(), worker.parameters(), start.parameters());
            check(worker.worker(), worker.updater(), start.updater());
        }
        checkExamples(workers);
        int count = MeanChunk.count(start.parameters().length, start.updater().length);
        List<MeanChunk> chunks = IntStream.range(0, count)
                .parallel()
                .mapToObj(index -> MeanChunk.of(index, count, workers, start.parameters()))
                .toList();
        return of(chunks, workers, steps);
    }

    /**
     * Returns the mean whose chunks are there already.
     *
     * @param chunks all of them, in any order
     * @param results one of each worker, in any order; their numbers are not looked at
     * @param steps the local steps that each worker has now taken
     */
    public static WeightedMean of(List<MeanChunk> chunks, List<WorkerResult> results, long steps) {
        List<WorkerResult> workers = results.stream().sorted(BY_WORKER).toList();
        checkExamples(workers);
        List<MeanChunk> ordered = chunks.stream()
                .sorted(Comparator.comparingInt(MeanChunk::index))
                .toList();
        return new WeightedMean(
                new State(joined(ordered, MeanChunk::parameters), joined(ordered, MeanChunk::updater), steps),
                consensusDistance(ordered, workers),
                cosine(ordered, workers));
    }

    private static double consensusDistance(List<MeanChunk> chunks, List<WorkerResult> workers) {
        double examples = 0;
        double squaredSteps = 0;
        int trained = 0;
        for (WorkerResult worker : workers) {
            if (worker.examples() > 0) {
                examples += worker.examples();
                squaredSteps += worker.examples() * worker.stepLength() * worker.stepLength();
                trained++;
            }
        }
        double squaredMove = 0;
        for (MeanChunk chunk : chunks) {
            squaredMove += chunk.squaredMove();
        }
        double squares = squaredSteps / examples - squaredMove;
        // What is not even a part in 10⁸ of the steps is rounding, and may be less than nothing.
        return trained == 1 || squares < 0 ? 0 : Math.sqrt(squares);
    }

    private static double cosine(List<MeanChunk> chunks, List<WorkerResult> workers) {
        double weights = 0;
        double squaredWeights = 0;
        int moved = 0;
        for (WorkerResult worker : workers) {
            if (worker.examples() > 0 && worker.stepLength() > 0) {
                weights += worker.examples();
                squaredWeights += (double) worker.examples() * worker.examples();
                moved++;
            }
        }
        if (moved < 2) {
            return 1;
        }
        double squares = 0;
        for (MeanChunk chunk : chunks) {
            squares += chunk.squaredDirections();
        }
        double mean = (squares - squaredWeights) / (weights * weights - squaredWeights);
        return Math.max(-1, Math.min(1, mean)); // which rounding may leave
    }

    private static float[] joined(List<MeanChunk> chunks, Function<MeanChunk, float[]> part) {
        float[] whole = new float
                [chunks.stream().mapToInt(chunk -> part.apply(chunk).length).sum()];
        int from = 0;
        for (MeanChunk chunk : chunks) {
            float[] values = part.apply(chunk);
            System.arraycopy(values, 0, whole, from, values.length);
            from += values.length;
        }
        return whole;
    }

    private static void check(int worker, float[] values, float[] state) {
        if (values.length != state.length) {
            throw new IllegalArgumentException(
                    "Worker %d brought %d values but the state has %d".formatted(worker, values.length, state.length));
        }
    }

    private static void checkExamples(List<WorkerResult> workers) {
        if (workers.stream().mapToLong(WorkerResult::examples).sum() == 0) {
            throw new IllegalArgumentException("None of %d workers trained on anything".formatted(workers.size()));
        }
    }
}
