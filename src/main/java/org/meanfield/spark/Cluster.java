package org.meanfield.spark;

import org.apache.spark.api.java.JavaSparkContext;

/**
 * The resources of a cluster.
 *
 * @param slots task slots of all executors
 * @param executors number of executors
 * @param heap heap of an executor, in bytes
 */
public record Cluster(int slots, int executors, long heap) {
    /** Returns the resources of {@code context} with this number of executors. */
    public static Cluster of(JavaSparkContext context, int executors) {
        long heap = context.sc().isLocal()
                ? Runtime.getRuntime().maxMemory()
                : context.getConf().getSizeAsBytes("spark.executor.memory", "1g");
        return new Cluster(Slots.of(context), executors, heap);
    }

    /** Returns the slots of an executor, which are the tasks that share its heap. */
    public int slotsOfAnExecutor() {
        return (slots + executors - 1) / executors;
    }
}
