package org.meanfield.corrupt.attack;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.meanfield.config.Default;
import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;

/**
 * The baseline of the attacks: one random perturbation for all images and models, of norm ε before pixels are clipped. With {@code linf}
 * each value is changed by ε or −ε, with {@code l2} the direction is uniform.
 *
 * @param norm of the perturbation: the largest change of a value, or the Euclidean norm
 * @param epsilon of each severity, in 255ths of the range of a value: for {@code linf} in (0, 255], for {@code l2} positive; empty for 1,
 *     2, 4, 8, 16, for {@code l2} 32, 64, 128, 256, 512
 */
public record UniversalNoise(@Default("linf") Norm norm, @Default("[]") List<Double> epsilon) implements Attack {
    /** Checks the settings. */
    public UniversalNoise {
        epsilon = Epsilons.checked(norm, epsilon);
    }

    @Override
    public int severities() {
        return epsilons().count();
    }

    @Override
    public String parameter(int severity) {
        return epsilons().parameter(severity);
    }

    @Override
    public boolean isRandom() {
        return true;
    }

    @Override
    public boolean needsGradient() {
        return false;
    }

    @Override
    public String madeFor() {
        return "";
    }

    @Override
    public void check(String key, ImageShape shape) {
        epsilons().check(key, shape);
    }

    @Override
    public Image[] apply(Image[] images, int severity, LossGradient ofLoss, IntFunction<SplittableRandom> streams) {
        Image noise = new Image(images[0].shape());
        norm.drawOnEdge(noise, epsilons().of(severity), streams.apply(-1));
        Image[] attacked = new Image[images.length];
        for (int i = 0; i < images.length; i++) {
            Image noisy = images[i].copy();
            for (int k = 0; k < noisy.pixels().length; k++) {
                noisy.pixels()[k] += noise.pixels()[k];
            }
            attacked[i] = noisy.clipped();
        }
        return attacked;
    }

    private Epsilons epsilons() {
        return new Epsilons(norm, epsilon);
    }
}
