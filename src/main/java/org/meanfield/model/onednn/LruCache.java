package org.meanfield.model.onednn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A cache of what was made for the last few keys. A layer has primitives for each batch size that it meets: in a training
 * these are few, and a user with many gives up the oldest.
 *
 * @param <K> what they are made for
 * @param <V> what is made
 */
final class LruCache<K, V> {
    /** Whole batches and the last of an epoch; blocks of an evaluation and its last; and a little more. */
    static final int CAPACITY = 8;

    private final Map<K, V> made = new LinkedHashMap<>(CAPACITY, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > CAPACITY;
        }
    };

    /** Returns what was made for {@code key}, or makes it. */
    V get(K key, Function<K, V> maker) {
        V value = made.get(key);
        if (value == null) {
            value = maker.apply(key);
            made.put(key, value);
        }
        return value;
    }
}
