package org.meanfield.spark;

import java.util.OptionalLong;
import org.apache.spark.SparkConf;

/** The containers in which YARN and Kubernetes run executors. */
public final class Containers {
    /** The setting of an executor's memory beyond its heap. */
    public static final String OVERHEAD = "spark.executor.memoryOverhead";

    private static final String FACTOR = "spark.executor.memoryOverheadFactor";

    /** Spark's smallest overhead. */
    private static final long LEAST_OVERHEAD = 384L << 20;

    private Containers() {}

    /** Returns the bytes that a container has beyond a heap of so many; empty where executors are in none. */
    public static OptionalLong overhead(SparkConf conf, long heap) {
        String master = conf.get("spark.master", "");
        if (!master.startsWith("yarn") && !master.startsWith("k8s:")) {
            return OptionalLong.empty();
        }
        long factored = (long) (conf.getDouble(FACTOR, 0.1) * heap);
        return OptionalLong.of(
                conf.contains(OVERHEAD) ? conf.getSizeAsMb(OVERHEAD) << 20 : Math.max(LEAST_OVERHEAD, factored));
    }
}
