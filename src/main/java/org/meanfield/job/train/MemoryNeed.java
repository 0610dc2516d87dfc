package org.meanfield.job.train;

import java.util.Arrays;
import org.meanfield.model.ModelSummary;
import org.meanfield.train.State;

/**
 * An estimate of what an executor needs.
 *
 * @param heap bytes of its heap: the state that is broadcast; of each slot the state that a task returns, and its shard, if that is no mapped file
 * @param outside bytes beyond the heap: the libraries; of each slot a learner's parameters, gradient and optimizer's state, and the values and gradients of
 *     all layers for a batch
 */
public record MemoryNeed(long heap, long outside) {
    /** Spark's own, of which it reserves 300 MB. */
    private static final long SPARK = 400L << 20;

    /** Code, threads and native libraries: what a process that trains a tiny network has beyond its heap ({@code docs/reliability.md}). */
    private static final long LIBRARIES = 500L << 20;

    /** Larger shards are mapped files. */
    private static final long LARGEST_IN_MEMORY = 64L << 20;

    /**
     * Returns that of a job.
     *
     * @param state its state
     * @param slots of the executor
     * @param all slots of the cluster
     */
    public static MemoryNeed of(PreparedJob prepared, State state, int slots, int all) {
        ModelSummary summary = prepared.learner().summary();
        long bytes = 4L * (state.parameters().length + state.updater().length);
        long shard = (long) prepared.plan().shardSize(0)
                * prepared.job().data().shape().size();
        int workersOfSlot = (prepared.plan().workers() + all - 1) / all;
        long held = shard <= LARGEST_IN_MEMORY ? workersOfSlot * shard : 0;
        long values = prepared.job().data().shape().size()
                + summary.rows().stream().mapToLong(row -> values(row.output())).sum();
        long learner = bytes
                + 4L * state.parameters().length
                + 2 * 4 * values * prepared.job().train().batch();
        return new MemoryNeed(SPARK + bytes + slots * (2 * bytes + held), LIBRARIES + slots * learner);
    }

    /** The values of an output of a shape such as 32×28×28. */
    private static long values(String shape) {
        return Arrays.stream(shape.split("×", -1)).mapToLong(Long::parseLong).reduce(1, (a, b) -> a * b);
    }
}
