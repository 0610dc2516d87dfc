package org.meanfield.augment;

import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.image.Image;

/**
 * Some operations of fourteen, each equally likely, one after the other, all with the same magnitude (Cubuk et al. 2020,
 * "RandAugment").
 *
 * @param operations the number of operations, N of the paper, in 1 … 14
 * @param magnitude M of the paper, in 0 … 30, of which 30 is the strongest
 * @param probability that an image is changed
 */
public record RandAugment(@Default("2") int operations, @Default("9") int magnitude, @Default("1") double probability)
        implements Augmentation {
    /** The number of magnitudes. */
    static final int MAGNITUDES = 31;

    private static final int MOST = 14;

    /** Checks the settings. */
    public RandAugment {
        Check.that(operations >= 1 && operations <= MOST, "operations", operations, "in 1 … " + MOST);
        Check.that(magnitude >= 0 && magnitude < MAGNITUDES, "magnitude", magnitude, "in 0 … " + (MAGNITUDES - 1));
        Draw.checkProbability(probability);
    }

    @Override
    public Image change(Image image, SplittableRandom random) {
        Image changed = image;
        for (int i = 0; i < operations; i++) {
            Operation operation = Draw.of(Operation.values(), random);
            changed = operation.apply(changed, magnitude / (MAGNITUDES - 1.0), Operation.Space.STANDARD, random);
        }
        return changed;
    }
}
