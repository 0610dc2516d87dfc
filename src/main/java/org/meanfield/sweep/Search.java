package org.meanfield.sweep;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.meanfield.config.Check;

/**
 * Search for settings: {@code search:} of a sweep file. It chooses the sweep's cells from the distributions of some keys, as a function
 * of its settings and of the results of earlier cells.
 */
public sealed interface Search extends Serializable permits NoneSearch, RandomSearch, SobolSearch, TpeSearch {
    /** Returns the largest number of cells. */
    int trials();

    /** Returns the distribution of each key path's value. */
    Map<String, Distribution> keys();

    /** Returns whether the choice of a cell depends on the results of others. */
    boolean looksAtResults();

    /**
     * Returns the cells that are decided, all different, in their order; none if it is no search.
     *
     * @param results the objectives of the first cells, in their order, each higher for better; NaN for a cell without a result
     */
    List<Cell> cells(List<double[]> results);

    /** Checks settings that all searches have. */
    static void check(int trials, Map<String, Distribution> keys) {
        Check.that(trials > 0, "trials", trials, "positive");
        Check.that(!keys.isEmpty(), "keys", "empty", "a mapping from key paths to distributions");
        keys.keySet().forEach(path -> Cell.checkPath("keys", path));
        Check.that(
                keys.values().stream().anyMatch(values -> values.points() > 1),
                "keys",
                "a search space of a single point",
                "one of at least two");
        Set<String> before = new HashSet<>();
        for (String path : keys.keySet()) {
            Check.that(
                    before.stream().noneMatch(other -> Cell.overlap(path, other)),
                    "keys." + path,
                    "given together with a part of it",
                    "given once");
            before.add(path);
        }
    }
}
