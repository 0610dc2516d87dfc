package org.meanfield.job.robustness;

import java.util.HashMap;
import java.util.Map;
import org.meanfield.report.Results;

/** The runs under the output roots that a command names: the tables of each root are read once, when they are first asked for. */
final class KnownRuns {
    private final Map<String, Results> byRoot = new HashMap<>();

    /**
     * Returns those under an output root.
     *
     * @throws org.meanfield.config.InvalidInputException if there are none
     */
    Results under(String root) {
        return byRoot.computeIfAbsent(root, Results::new);
    }
}
