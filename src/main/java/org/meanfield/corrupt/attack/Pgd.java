package org.meanfield.corrupt.attack;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;

/**
 * Projected gradient descent (Madry et al. 2018): steps along the sign of ∂L/∂x, or with {@code l2} along the gradient, each followed by
 * the projection to the images within ε of the original. The last step's image counts.
 *
 * @param norm of the perturbation: the largest change of a value, or the Euclidean norm
 * @param epsilon of each severity, in 255ths of the range of a value: for {@code linf} in (0, 255], for {@code l2} positive; empty for 1,
 *     2, 4, 8, 16, for {@code l2} 32, 64, 128, 256, 512
 * @param steps number of steps, each of a gradient
 * @param stepSize the length of a step as a share of ε, in (0, 2]
 * @param randomStart whether it starts from an image drawn uniformly from those within ε, by the image's address, or from the original
 * @param madeFor the run whose gradient is taken, one of those scored; empty for each model's own
 */
public record Pgd(
        @Default("linf") Norm norm,
        @Default("[]") List<Double> epsilon,
        @Default("10") int steps,
        @Default("0.25") double stepSize,
        @Default("true") boolean randomStart,
        @Default("''") String madeFor)
        implements Attack {
    private static final int MOST_STEPS = 1000;

    /** Checks the settings. */
    public Pgd {
        epsilon = Epsilons.checked(norm, epsilon);
        Check.that(steps >= 1 && steps <= MOST_STEPS, "steps", steps, "in 1 … " + MOST_STEPS);
        Check.that(stepSize > 0 && stepSize <= 2, "step-size", stepSize, "in (0, 2]");
    }

    @Override
    public int severities() {
        return epsilons().count();
    }

    @Override
    public String parameter(int severity) {
        return Attack.shown(
                List.of(epsilons().parameter(severity), String.format(Locale.ROOT, "steps=%d", steps)), madeFor);
    }

    @Override
    public boolean isRandom() {
        return randomStart;
    }

    @Override
    public boolean needsGradient() {
        return true;
    }

    @Override
    public void check(String key, ImageShape shape) {
        epsilons().check(key, shape);
    }

    @Override
    public Image[] apply(Image[] images, int severity, LossGradient ofLoss, IntFunction<SplittableRandom> streams)
            throws InterruptedException {
        double radius = epsilons().of(severity);
        Image[] attacked = new Image[images.length];
        for (int i = 0; i < images.length; i++) {
            Image start = images[i].copy();
            if (randomStart) {
                norm.draw(start, radius, streams.apply(i));
            }
            attacked[i] = start.clipped();
        }
        for (int step = 0; step < steps; step++) {
            Image[] gradients = ofLoss.of(attacked);
            for (int i = 0; i < images.length; i++) {
                Image moved = attacked[i].copy();
                norm.ascend(moved, gradients[i], stepSize * radius);
                norm.project(moved, images[i], radius);
                attacked[i] = moved.clipped(); // which takes it no further from the original
            }
        }
        return attacked;
    }

    private Epsilons epsilons() {
        return new Epsilons(norm, epsilon);
    }
}
