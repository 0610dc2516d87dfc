package org.meanfield.spark;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Pool of expensive single-user objects of this JVM, keyed by kind. It keeps up to twice as many idle objects, over all
 * kinds, as were ever in use at once, so that two trainings can alternate; beyond that, the longest idle are closed.
 */
public final class Pool<K, V> {
    private final Function<K, V> create;
    private final Consumer<V> close;
    /** The most recently returned are at the end. */
    private final Deque<Idle<K, V>> idle = new ArrayDeque<>();

    private int used;
    private int mostUsed;

    private record Idle<K, V>(K kind, V object) {}

    public Pool(Function<K, V> create, Consumer<V> close) {
        this.create = create;
        this.close = close;
    }

    /** Work with a pooled object. */
    @FunctionalInterface
    public interface Work<V, T> {
        T with(V object) throws InterruptedException;
    }

    /** Does {@code work} with an object of this kind in exclusive use. */
    public <T> T use(K kind, Work<V, T> work) throws InterruptedException {
        Optional<V> kept = take(kind);
        try {
            V object = kept.orElseGet(() -> create.apply(kind));
            boolean good = false;
            try {
                T result = work.with(object);
                good = true;
                return result;
            } finally {
                // After a failure or a kill it may be in the middle of a step, so it is not reused.
                if (good) {
                    keep(kind, object);
                } else {
                    close.accept(object);
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
                    return Optional.of(candidate.object());
                }
            }
            return Optional.empty();
        }
    }

    private void keep(K kind, V object) {
        synchronized (idle) {
            idle.addLast(new Idle<>(kind, object));
            while (idle.size() > 2 * mostUsed) {
                close.accept(idle.removeFirst().object());
            }
        }
    }
}
