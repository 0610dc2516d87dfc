package org.meanfield.storage;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Cache of values that the tasks of a JVM share, softly referenced. Values of different keys are computed concurrently.
 */
public final class JvmCache<K, V> {
    private final ConcurrentMap<K, SoftReference<V>> values = new ConcurrentHashMap<>();
    private final ConcurrentMap<K, FutureTask<V>> making = new ConcurrentHashMap<>();
    private final ReferenceQueue<V> dropped = new ReferenceQueue<>();

    /**
     * Returns the value of {@code key}, computed once: concurrent callers wait for it, and compute it themselves if
     * that fails.
     *
     * @throws CancellationException if the thread is interrupted while it waits for another
     */
    public V get(K key, Supplier<V> make) {
        forgetDropped();
        while (true) {
            Optional<V> present = present(key);
            if (present.isPresent()) {
                return present.get();
            }
            FutureTask<V> ours = new FutureTask<>(() -> present(key).orElseGet(() -> keep(key, make.get())));
            FutureTask<V> theirs = making.putIfAbsent(key, ours);
            if (theirs == null) {
                try {
                    ours.run();
                } finally {
                    making.remove(key);
                }
                return made(ours);
            }
            await(theirs);
        }
    }

    private Optional<V> present(K key) {
        return Optional.ofNullable(values.get(key)).map(Reference::get);
    }

    private V keep(K key, V value) {
        values.put(key, new SoftReference<>(value, dropped));
        return value;
    }

    private static <V> V made(FutureTask<V> done) {
        try {
            return done.get();
        } catch (ExecutionException e) { // a supplier throws no checked exception
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static void await(FutureTask<?> theirs) {
        try {
            theirs.get();
        } catch (ExecutionException e) {
            return; // the failure is the other caller's: the next turn computes it here
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static CancellationException interrupted() {
        Thread.currentThread().interrupt();
        return new CancellationException("Interrupted while waiting for another task that reads the same data");
    }

    private void forgetDropped() {
        for (Reference<? extends V> gone = dropped.poll(); gone != null; gone = dropped.poll()) {
            values.values().remove(gone);
        }
    }
}
