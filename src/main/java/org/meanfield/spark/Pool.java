package org.meanfield.spark;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What is dear to make and serves one user at a time, kept in this JVM between rounds. Things of one kind are kept, of the
 * kind that was asked for last.
 */
final class Pool<K, V> {
    private final Function<K, V> make;
    private final Consumer<V> close;
    private final Map<K, Deque<V>> idle = new HashMap<>();

    Pool(Function<K, V> make, Consumer<V> close) {
        this.make = make;
        this.close = close;
    }

    /** Work with one of them. */
    @FunctionalInterface
    interface Work<V, T> {
        T with(V thing) throws InterruptedException;
    }

    /** Does {@code work} with a thing of this kind that nobody else uses meanwhile. */
    <T> T use(K kind, Work<V, T> work) throws InterruptedException {
        V thing = take(kind);
        boolean good = false;
        try {
            T result = work.with(thing);
            good = true;
            return result;
        } finally {
            // After a failure or a kill it may be half-way through a step: nobody is to use it again.
            if (good) {
                giveBack(kind, thing);
            } else {
                close.accept(thing);
            }
        }
    }

    private V take(K kind) {
        synchronized (idle) {
            idle.keySet().stream().filter(other -> !other.equals(kind)).toList().forEach(other -> idle.remove(other)
                    .forEach(close));
            V thing = idle.computeIfAbsent(kind, key -> new ArrayDeque<>()).poll();
            if (thing != null) {
                return thing;
            }
        }
        return make.apply(kind);
    }

    private void giveBack(K kind, V thing) {
        synchronized (idle) {
            idle.computeIfAbsent(kind, key -> new ArrayDeque<>()).push(thing);
        }
    }
}
