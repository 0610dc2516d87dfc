package org.meanfield.spark;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** What is sent to all executors for as long as some work lasts. */
public final class Broadcasts {
    private Broadcasts() {}

    /** Work with a value that was sent. */
    @FunctionalInterface
    public interface Work<T, R> {
        R with(Broadcast<T> sent);
    }

    /** Does {@code work} with {@code value}, which is gone from the executors afterwards, also where the work fails. */
    public static <T, R> R use(JavaSparkContext context, T value, Work<T, R> work) {
        Broadcast<T> sent = context.broadcast(value);
        try {
            return work.with(sent);
        } finally {
            sent.destroy();
        }
    }
}
