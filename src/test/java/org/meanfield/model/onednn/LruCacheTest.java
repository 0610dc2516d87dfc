package org.meanfield.model.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LruCacheTest {
    private final List<Integer> made = new ArrayList<>();
    private final LruCache<Integer, String> cache = new LruCache<>();

    private String get(int key) {
        return cache.get(key, missing -> {
            made.add(missing);
            return "for " + missing;
        });
    }

    @Test
    void makesEachOnce() {
        assertThat(get(3)).isEqualTo("for 3").isSameAs(get(3));
        assertThat(made).containsExactly(3);
    }

    @Test
    void givesUpTheOneThatWasNotUsedForTheLongestTime() {
        for (int key = 0; key < LruCache.CAPACITY; key++) {
            get(key);
        }
        get(0);
        get(100);
        made.clear();

        get(0);
        assertThat(made).isEmpty();
        get(1);
        assertThat(made).containsExactly(1);
    }
}
