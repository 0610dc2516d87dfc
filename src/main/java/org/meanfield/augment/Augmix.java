package org.meanfield.augment;

import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.image.Image;

/**
 * (1 − m) · x + m · Σᵢ wᵢ · chainᵢ(x) with m ~ Beta(α, α) and w ~ Dirichlet(α, …, α), where a chain is a few operations one after the other
 * (Hendrycks et al. 2020, "AugMix"). The nine operations are none of the corruptions of CIFAR-10-C. The loss has a consistency
 * term: the Jensen–Shannon divergence between the predictions for x and for two draws of this.
 *
 * @param width the number of chains, in 1 … 10
 * @param depth the operations of a chain, in 1 … 10; 0 for 1 to 3, drawn for each chain
 * @param alpha α, in [0.001, 1000]
 * @param severity the most of an operation, in 1 … 10
 * @param consistency the weight of the consistency term, not negative; 0 trains on one draw in place of x
 * @param probability that an image is changed; with the consistency term, for each of the two draws
 */
public record Augmix(
        @Default("3") int width,
        @Default("0") int depth,
        @Default("1") double alpha,
        @Default("3") int severity,
        @Default("12") double consistency,
        @Default("1") double probability)
        implements Augmentation {
    private static final int MOST = 10;
    private static final int DEEPEST = 3;
    private static final double MILDEST = 0.1;

    private static final Operation[] OPERATIONS = {
        Operation.AUTOCONTRAST,
        Operation.EQUALIZE,
        Operation.POSTERIZE,
        Operation.ROTATE,
        Operation.SOLARIZE,
        Operation.SHEAR_X,
        Operation.SHEAR_Y,
        Operation.TRANSLATE_X,
        Operation.TRANSLATE_Y
    };

    /** Checks the settings. */
    public Augmix {
        Check.that(width >= 1 && width <= MOST, "width", width, "in 1 … " + MOST);
        Check.that(depth >= 0 && depth <= MOST, "depth", depth, "in 0 … " + MOST);
        Draw.checkAlpha(alpha);
        Check.that(severity >= 1 && severity <= MOST, "severity", severity, "in 1 … " + MOST);
        Check.that(
                consistency >= 0 && Double.isFinite(consistency), "consistency", consistency, "0 or more, and finite");
        Draw.checkProbability(probability);
    }

    @Override
    public Image change(Image image, SplittableRandom random) {
        double[] shares = Draw.dirichlet(width, alpha, random);
        double mixed = Draw.beta(alpha, random);
        float[] sum = image.pixels().clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] *= (float) (1 - mixed);
        }
        for (double share : shares) {
            float weight = (float) (mixed * share);
            float[] chain = chain(image, random).pixels();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += weight * chain[i];
            }
        }
        return new Image(image.shape(), sum).clipped();
    }

    private Image chain(Image image, SplittableRandom random) {
        int length = depth == 0 ? 1 + random.nextInt(DEEPEST) : depth;
        Image changed = image;
        for (int i = 0; i < length; i++) {
            Operation operation = Draw.of(OPERATIONS, random);
            double magnitude = Draw.between(MILDEST, severity, random) / MOST;
            changed = operation.apply(changed, magnitude, Operation.Space.AUGMIX, random);
        }
        return changed;
    }
}
