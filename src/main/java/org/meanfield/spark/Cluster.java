package org.meanfield.spark;

import org.apache.spark.api.java.JavaSparkContext;

/**
 * What there is to compute with.
 *
 * @param cores of all executors together
 * @param executors how many there are
 * @param heap the bytes of an executor's heap
 */
public record Cluster(int cores, int executors, long heap) {
    /** Returns what {@code context} has, with so many executors. */
    public static Cluster of(JavaSparkContext context, int executors) {
        long heap = context.sc().isLocal()
                ? Runtime.getRuntime().maxMemory()
                : context.getConf().getSizeAsBytes("spark.executor.memory", "1g");
        return new Cluster(context.defaultParallelism(), executors, heap);
    }

    /** Returns the cores of an executor, which are the tasks that share its heap. */
    public int coresOfAnExecutor() {
        return (cores + executors - 1) / executors;
    }
}
