package org.meanfield.spark;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What is dear to make and serves one user at a time, kept in this JVM between rounds. Of things that nobody uses, of whatever
 * kinds, twice as many are kept as ever were in use at once, which lets two trainings take turns; beyond that, those that
 * have been idle for longest are closed.
 */
public final class Pool<K, V> {
    private final Function<K, V> make;
    private final Consumer<V> close;
    /** Those that were given back last are at the end. */
    private final Deque<Idle<K, V>> idle = new ArrayDeque<>();

    private int used;
    private int mostUsed;

    private record Idle<K, V>(K kind, V thing) {}

    public Pool(Function<K, V> make, Consumer<V> close) {
        this.make = make;
        this.close = close;
    }

    /** Work with one of them. */
    @FunctionalInterface
    public interface Work<V, T> {
        T with(V thing) throws InterruptedException;
    }

    /** Does {@code work} with a thing of this kind that nobody else uses meanwhile. */
    public <T> T use(K kind, Work<V, T> work) throws InterruptedException {
        Optional<V> kept = take(kind);
        try {
            V thing = kept.orElseGet(() -> make.apply(kind));
            boolean good = false;
            try {
                T result = work.with(thing);
                good = true;
                return result;
            } finally {
                // After a failure or a kill it may be half-way through a step: nobody is to use it again.
                if (good) {
                    keep(kind, thing);
                } else {
                    close.accept(thing);
                }
            }
        } finally {
            synchronized (idle) {
                used--;
            }
        }
    }

    private Optional<V> take(K kind) {
        synchronized (idle) {
            used++;
            mostUsed = Math.max(mostUsed, used);
            Iterator<Idle<K, V>> newestFirst = idle.descendingIterator();
            while (newestFirst.hasNext()) {
                Idle<K, V> candidate = newestFirst.next();
                if (candidate.kind().equals(kind)) {
                    newestFirst.remove();
                    return Optional.of(candidate.thing());
                }
            }
            return Optional.empty();
        }
    }

    private void keep(K kind, V thing) {
        synchronized (idle) {
            idle.addLast(new Idle<>(kind, thing));
            while (idle.size() > 2 * mostUsed) {
                close.accept(idle.removeFirst().thing());
            }
        }
    }
}
