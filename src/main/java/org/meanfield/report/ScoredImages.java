package org.meanfield.report;

import java.util.Optional;
import org.meanfield.report.chart.CannotDrawException;

/** The images on which a robustness evaluation scored its models. */
public interface ScoredImages {
    /** Returns the name of a model's test images, such as {@code fashion-mnist test}; empty if unknown. */
    Optional<String> name(String modelRun);

    /** Returns the names of the classes of a model. */
    ClassNames classNames(String modelRun);

    /**
     * Draws the first images under each condition.
     *
     * @return a PNG
     * @throws org.meanfield.config.InvalidInputException if they are missing, or differ from those that were scored
     * @throws java.io.UncheckedIOException if they cannot be read
     * @throws CannotDrawException if Java has no fonts
     */
    byte[] sheet(String modelRun, String dataHash);
}
