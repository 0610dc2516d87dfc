package org.meanfield.data;

import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What the tasks of a JVM share, as long as there is memory for it. */
public final class JvmCache<K, V> {
    private final Map<K, SoftReference<V>> values = new HashMap<>();

    /** Returns the value of {@code key}, made once. */
    public synchronized V get(K key, Supplier<V> make) {
        SoftReference<V> reference = values.get(key);
        V value = reference == null ? null : reference.get();
        if (value == null) {
            value = make.get();
            values.put(key, new SoftReference<>(value));
        }
        return value;
    }
}
