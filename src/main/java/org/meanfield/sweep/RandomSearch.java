package org.meanfield.sweep;

import java.util.List;
import java.util.Map;
import org.meanfield.config.Default;

/**
 * Random search (Bergstra and Bengio 2012), the draws of {@link RandomCells}.
 *
 * @param trials number of draws, at least 1; duplicates of an earlier draw are dropped
 * @param seed of the draws; independent of the trainings' seeds
 * @param keys the distribution of each key path's value
 */
public record RandomSearch(int trials, @Default("1") long seed, Map<String, Distribution> keys) implements Search {
    /** Checks the settings. */
    public RandomSearch {
        Search.check(trials, keys);
    }

    @Override
    public boolean looksAtResults() {
        return false;
    }

    @Override
    public List<Cell> cells(List<double[]> results) {
        return new RandomCells(trials, seed, keys).cells();
    }
}
