package org.meanfield.corrupt.attack;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.meanfield.config.Default;
import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;

/**
 * The fast gradient sign method: x + ε · sign(∂L/∂x), for the cross-entropy L of the true class (Goodfellow, Shlens and Szegedy 2015);
 * with {@code l2} the step of length ε along the gradient. One gradient for each image.
 *
 * @param norm of the perturbation: the largest change of a value, or the Euclidean norm
 * @param epsilon of each severity, in 255ths of the range of a value: for {@code linf} in (0, 255], for {@code l2} positive; empty for 1,
 *     2, 4, 8, 16, for {@code l2} 32, 64, 128, 256, 512
 * @param madeFor the run whose gradient is taken, one of those scored; empty for each model's own
 */
public record Fgsm(@Default("linf") Norm norm, @Default("[]") List<Double> epsilon, @Default("''") String madeFor)
        implements Attack {
    /** Checks the settings. */
    public Fgsm {
        epsilon = Epsilons.checked(norm, epsilon);
    }

    @Override
    public int severities() {
        return epsilons().count();
    }

    @Override
    public String parameter(int severity) {
        return Attack.shown(List.of(epsilons().parameter(severity)), madeFor);
    }

    @Override
    public boolean isRandom() {
        return false;
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
        Image[] gradients = ofLoss.of(images);
        Image[] attacked = new Image[images.length];
        for (int i = 0; i < images.length; i++) {
            Image moved = images[i].copy();
            norm.ascend(moved, gradients[i], epsilons().of(severity));
            attacked[i] = moved.clipped();
        }
        return attacked;
    }

    private Epsilons epsilons() {
        return new Epsilons(norm, epsilon);
    }
}
