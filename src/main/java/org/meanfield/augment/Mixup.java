package org.meanfield.augment;

import java.util.SplittableRandom;
import org.meanfield.config.Default;
import org.meanfield.config.Seeds;
import org.meanfield.image.Image;

/**
 * Replaces each image and label by λ times itself plus 1 − λ times another of the batch, with one λ ~ Beta(α, α) for the
 * batch; the others are its images, permuted (Zhang et al. 2018, "mixup: Beyond empirical risk minimization").
 *
 * @param alpha α, in [0.001, 1000]: for α near 0, λ is mostly near 0 or 1; for α above 1, mostly near ½
 * @param probability that a batch is mixed
 */
public record Mixup(@Default("0.2") double alpha, @Default("1") double probability) implements Augmentation {
    /** Checks the settings. */
    public Mixup {
        Draw.checkAlpha(alpha);
        Draw.checkProbability(probability);
    }

    @Override
    public Samples mix(Samples batch, SplittableRandom random) {
        float share = (float) Draw.beta(alpha, random);
        int[] partners = Seeds.permutation(batch.count(), random);
        Image[] images = new Image[partners.length];
        for (int i = 0; i < images.length; i++) {
            Image own = batch.images()[i];
            Image other = batch.images()[partners[i]];
            images[i] = new Image(own.shape(), Samples.mixed(own.pixels(), other.pixels(), share));
        }
        return new Samples(images, batch.mixedLabels(partners, share));
    }
}
