package org.meanfield.job.robustness;

import org.meanfield.config.Check;
import org.meanfield.config.Default;

/**
 * What a model may learn of the corrupted images before its second score.
 *
 * @param batchNorm the number of images, the first of the split, corrupted as those that are scored, whose statistics the batch norm
 *     layers take (Schneider et al. 2020, with N = 0); 0 for no second score, else in 2 … 1000
 */
public record Adaptation(@Default("0") int batchNorm) {
    private static final int MOST = 1000;

    /** Checks the number. */
    public Adaptation {
        Check.that(
                batchNorm == 0 || (batchNorm >= 2 && batchNorm <= MOST),
                "batch-norm",
                batchNorm,
                "0 or in 2 … " + MOST);
    }
}
