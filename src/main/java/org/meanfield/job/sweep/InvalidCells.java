package org.meanfield.job.sweep;

import java.util.ArrayList;
import java.util.List;
import org.meanfield.config.InvalidInputException;
import org.meanfield.sweep.Cell;

/** Collects what is wrong with the cells of a sweep, so that all of it is said at once. */
final class InvalidCells {
    private final List<String> problems = new ArrayList<>();
    private int looked;

    /** Looks at a cell; what is wrong with it is kept. */
    void collect(Cell cell, Runnable check) {
        looked++;
        try {
            check.run();
        } catch (InvalidInputException e) {
            problems.add("[%s] %s".formatted(cell.label(), e.getMessage()));
        }
    }

    /** Refuses the sweep if any cell is wrong. */
    void refuse() {
        if (!problems.isEmpty()) {
            throw new InvalidInputException("%d of %d cells make no valid job: %s"
                    .formatted(problems.size(), looked, String.join("; ", problems)));
        }
    }
}
