package org.meanfield.augment;

import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.image.Image;

/**
 * Adversarial training by the fast gradient sign method with a random start (Wong, Rice and Kolter 2020, "Fast is better than free"): from
 * x + δ, δ ~ U(−ε, ε), a step of {@code alpha} · ε along the sign of the loss's gradient, then back into [x − ε, x + ε] and [0, 1]. This
 * record draws the start; the step is the learner's, which has the network.
 *
 * @param epsilon ε in 255ths of the range of a value, in (0, 255]
 * @param alpha the step as a share of ε, positive; 1.25 in the paper
 * @param probability that the start is random; otherwise it is the image. Every image is attacked
 */
public record Adversarial(@Default("8") double epsilon, @Default("1.25") double alpha, @Default("1") double probability)
        implements Augmentation {
    private static final double LEVELS = 255;

    /** Checks the settings. */
    public Adversarial {
        Check.that(epsilon > 0 && epsilon <= LEVELS, "epsilon", epsilon, "in (0, 255]");
        Check.that(alpha > 0 && Double.isFinite(alpha), "alpha", alpha, "positive");
        Draw.checkProbability(probability);
    }

    @Override
    public Image change(Image image, SplittableRandom random) {
        Image start = image.copy();
        for (int i = 0; i < start.pixels().length; i++) {
            start.pixels()[i] += (float) Draw.upTo(epsilon / LEVELS, random);
        }
        return start.clipped();
    }

    /**
     * Returns the image to train on.
     *
     * @param gradient of the loss at {@code start}, of which the signs count
     * @param from the place of the image's first value in {@code gradient}
     */
    public Image attacked(Image image, Image start, float[] gradient, int from) {
        Image moved = start.copy();
        float radius = (float) (epsilon / LEVELS);
        for (int i = 0; i < moved.pixels().length; i++) {
            float centre = image.pixels()[i];
            float value = start.pixels()[i] + (float) (alpha * radius) * Math.signum(gradient[from + i]);
            moved.pixels()[i] = Math.max(centre - radius, Math.min(centre + radius, value));
        }
        return moved.clipped();
    }
}
