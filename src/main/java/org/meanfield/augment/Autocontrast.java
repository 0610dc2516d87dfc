package org.meanfield.augment;

import java.util.SplittableRandom;
import org.meanfield.config.Default;
import org.meanfield.image.Image;

/**
 * Stretches each channel so that its darkest value is 0 and its brightest 1, as torchvision's {@code autocontrast} does; a
 * channel of a single value is not changed.
 *
 * @param probability that an image is changed
 */
public record Autocontrast(@Default("0.5") double probability) implements Augmentation {
    /** Checks the settings. */
    public Autocontrast {
        Draw.checkProbability(probability);
    }

    @Override
    public Image change(Image image, SplittableRandom random) {
        return of(image);
    }

    static Image of(Image image) {
        Image changed = image.copy();
        for (int start = 0; start < changed.pixels().length; start += image.plane()) {
            stretch(changed.pixels(), start, start + image.plane());
        }
        return changed;
    }

    private static void stretch(float[] pixels, int start, int end) {
        float low = 1;
        float high = 0;
        for (int i = start; i < end; i++) {
            low = Math.min(low, pixels[i]);
            high = Math.max(high, pixels[i]);
        }
        for (int i = start; i < end && high > low; i++) {
            pixels[i] = (pixels[i] - low) / (high - low);
        }
    }
}
