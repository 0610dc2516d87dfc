package org.meanfield.spark;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Broadcasts scoped to a piece of work. */
public final class Broadcasts {
    private Broadcasts() {}

    /** Work with a broadcast value. */
    @FunctionalInterface
    public interface Work<T, R> {
        R with(Broadcast<T> sent);
    }

    /** Does {@code work} with {@code value}, which is destroyed afterwards, also if the work fails. */
    public static <T, R> R use(JavaSparkContext context, T value, Work<T, R> work) {
        Broadcast<T> sent = context.broadcast(value);
        try {
            return work.with(sent);
        } finally {
            sent.destroy();
        }
    }
}
