package org.meanfield.job.sweep;

import java.util.ArrayList;
import java.util.List;
import org.meanfield.config.InvalidInputException;
import org.meanfield.sweep.Cell;

/** Collector of the errors of a sweep's cells, so that all are reported together. */
final class InvalidCells {
    private final List<String> problems = new ArrayList<>();
    private int checked;

    /** Checks a cell, and keeps its error. */
    void collect(Cell cell, Runnable check) {
        checked++;
        try {
            check.run();
        } catch (InvalidInputException e) {
            problems.add("[%s] %s".formatted(cell.label(), e.getMessage()));
        }
    }

    /** Throws if any cell is invalid. */
    void refuse() {
        if (!problems.isEmpty()) {
            throw new InvalidInputException("%d of %d cells are not valid jobs: %s"
                    .formatted(problems.size(), checked, String.join("; ", problems)));
        }
    }
}
