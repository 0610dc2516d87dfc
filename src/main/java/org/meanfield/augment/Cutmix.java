package org.meanfield.augment;

import java.util.SplittableRandom;
import org.meanfield.config.Default;
import org.meanfield.config.Seeds;
import org.meanfield.image.Box;
import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;

/**
 * Pastes a rectangle of another image of the batch into each, and mixes their labels by area (Yun et al. 2019, "CutMix"). With
 * λ ~ Beta(α, α) the rectangle has √(1 − λ) of the height and of the width; it is centred on a random pixel and
 * clipped at the edge, and the label uses the clipped area. A batch has one rectangle; the others are its images, permuted.
 *
 * @param alpha α, in [0.001, 1000]; 1 in the paper
 * @param probability that a batch is mixed
 */
public record Cutmix(@Default("1") double alpha, @Default("1") double probability) implements Augmentation {
    /** Checks the settings. */
    public Cutmix {
        Draw.checkAlpha(alpha);
        Draw.checkProbability(probability);
    }

    @Override
    public Samples mix(Samples batch, SplittableRandom random) {
        ImageShape shape = batch.images()[0].shape();
        Box box = box(shape, random);
        int[] partners = Seeds.permutation(batch.count(), random);
        Image[] images = new Image[partners.length];
        for (int i = 0; i < images.length; i++) {
            images[i] = box.paste(batch.images()[i], batch.images()[partners[i]]);
        }
        float share = 1 - (float) box.area() / (shape.height() * shape.width());
        return new Samples(images, batch.mixedLabels(partners, share));
    }

    private Box box(ImageShape shape, SplittableRandom random) {
        double side = Math.sqrt(1 - Draw.beta(alpha, random));
        int x = random.nextInt(shape.width());
        int y = random.nextInt(shape.height());
        return Box.around(x, y, (int) (side * shape.width()), (int) (side * shape.height()), shape);
    }
}
