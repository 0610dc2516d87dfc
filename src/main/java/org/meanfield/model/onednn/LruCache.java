package org.meanfield.model.onednn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * LRU cache. A layer has primitives for each batch size in use: in a training these are few, and beyond the capacity
 * the least recently used are dropped.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class LruCache<K, V> {
    /** Full batches and the last of an epoch, blocks of an evaluation and its last, and some spare. */
    static final int CAPACITY = 8;

    private final Map<K, V> values = new LinkedHashMap<>(CAPACITY, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > CAPACITY;
        }
    };

    /** Returns the cached value of {@code key}, or creates it. */
    V get(K key, Function<K, V> maker) {
        V value = values.get(key);
        if (value == null) {
            value = maker.apply(key);
            values.put(key, value);
        }
        return value;
    }
}
