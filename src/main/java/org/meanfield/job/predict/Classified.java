package org.meanfield.job.predict;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An image and the classes that a model sees in it.
 *
 * @param error why there are none; empty if there are
 * @param probabilities that of each class; empty for a corrupt image
 */
record Classified<K>(K key, String error, float[] probabilities) {
    boolean isCorrupt() {
        return !error.isEmpty();
    }

    /** Returns the numbers of the {@code count} most probable classes, the most probable first, on ties the first. */
    List<Integer> best(int count) {
        return IntStream.range(0, probabilities.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -probabilities[i]))
                .limit(count)
                .toList();
    }
}
