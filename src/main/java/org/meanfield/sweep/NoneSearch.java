package org.meanfield.sweep;

import java.util.List;
import java.util.Map;

/** No search: the cells are those of {@code list}, {@code grid} and {@code random}. */
public record NoneSearch() implements Search {
    @Override
    public int trials() {
        return 0;
    }

    @Override
    public Map<String, Distribution> keys() {
        return Map.of();
    }

    @Override
    public boolean looksAtResults() {
        return false;
    }

    @Override
    public List<Cell> cells(List<double[]> results) {
        return List.of();
    }
}
