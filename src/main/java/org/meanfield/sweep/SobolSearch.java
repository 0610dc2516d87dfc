package org.meanfield.sweep;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.random.SobolSequenceGenerator;
import org.meanfield.config.Change;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.config.Seeds;

/**
 * Points of a Sobol sequence (with the direction numbers of Joe and Kuo 2008), which fill the search space more evenly than random
 * ones: of the first 2ᵏ, each key has exactly one in each of 2ᵏ equally likely intervals. A random digital shift, which keeps this, makes
 * the sequence depend on the seed.
 *
 * @param trials number of points, at least 1, best a power of two; duplicates of an earlier one are dropped
 * @param seed of the shift; independent of the trainings' seeds
 * @param keys the distribution of each key path's value, at most 1000
 */
public record SobolSearch(int trials, @Default("1") long seed, Map<String, Distribution> keys) implements Search {
    private static final int MOST_KEYS = 1000;

    /** The bits of a coordinate. */
    private static final int BITS = 52;

    /** Checks the settings. */
    public SobolSearch {
        Search.check(trials, keys);
        Check.that(keys.size() <= MOST_KEYS, "keys", "of " + keys.size(), "at most " + MOST_KEYS);
    }

    @Override
    public boolean looksAtResults() {
        return false;
    }

    @Override
    public List<Cell> cells(List<double[]> results) {
        SobolSequenceGenerator sequence = new SobolSequenceGenerator(keys.size());
        List<String> paths = List.copyOf(keys.keySet());
        return Stream.generate(sequence::nextVector)
                .limit(trials)
                .map(point -> new Cell(IntStream.range(0, paths.size())
                        .mapToObj(i -> change(paths.get(i), point[i]))
                        .toList()))
                .distinct()
                .toList();
    }

    private Change change(String path, double coordinate) {
        long shift = Seeds.of(seed, Seeds.Purpose.SWEEP, path.hashCode()) >>> (Long.SIZE - BITS);
        long shifted = (long) Math.scalb(coordinate, BITS) ^ shift;
        return new Change(path, keys.get(path).at(Math.scalb((double) shifted, -BITS)));
    }
}
