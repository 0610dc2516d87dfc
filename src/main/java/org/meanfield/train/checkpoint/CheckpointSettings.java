package org.meanfield.train.checkpoint;

import java.io.Serializable;
import org.meanfield.config.Check;
import org.meanfield.config.Default;

/**
 * When to write checkpoints.
 *
 * @param rounds rounds between two checkpoints
 * @param keep how many of the newest checkpoints are kept
 */
public record CheckpointSettings(@Default("50") int rounds, @Default("2") int keep) implements Serializable {
    /** Checks the ranges. */
    public CheckpointSettings {
        Check.that(rounds > 0, "rounds", rounds, "positive");
        Check.that(keep > 0, "keep", keep, "positive");
    }
}
