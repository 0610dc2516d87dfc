package org.meanfield.report;

import java.util.Optional;
import org.meanfield.report.chart.CannotDrawException;

/** What the models of an evaluation of robustness were shown. */
public interface ScoredImages {
    /** Returns what the images of a model are called, for instance {@code fashion-mnist test}; empty if nothing is known of them. */
    Optional<String> name(String modelRun);

    /**
     * Draws the first of them under each condition.
     *
     * @return a PNG
     * @throws org.meanfield.config.InvalidInputException if they are not there, or are not what the model was shown
     * @throws java.io.UncheckedIOException if they cannot be read
     * @throws CannotDrawException if Java has no fonts
     */
    byte[] sheet(String modelRun, String dataHash);
}
