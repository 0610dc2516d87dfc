package org.meanfield.spark;

import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;

/** Task slots: how many tasks Spark runs at once. */
public final class Slots {
    private Slots() {}

    /**
     * Returns the slots of the executors that are there now, at least one. A slot has {@code spark.task.cpus} cores and what else a
     * task asks for; {@code spark.default.parallelism} says nothing of it.
     */
    public static int of(JavaSparkContext context) {
        SparkContext spark = context.sc();
        return Math.max(
                1, spark.maxNumConcurrentTasks(spark.resourceProfileManager().defaultResourceProfile()));
    }
}
