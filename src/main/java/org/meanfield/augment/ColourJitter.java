package org.meanfield.augment;

import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.config.Seeds;
import org.meanfield.data.Dataset;
import org.meanfield.image.Colour;
import org.meanfield.image.Image;

/**
 * Changes brightness, contrast, saturation and hue, in a random order, as torchvision's {@code ColorJitter}
 * does. Factors are uniform in [max(0, 1 − v), 1 + v], where v is the setting.
 *
 * @param brightness v of the brightness, not negative
 * @param contrast v of the contrast, not negative
 * @param saturation v of the saturation, not negative; 0 for grey images
 * @param hue the largest turn of the hues to either side, as a share of the circle, in [0, 0.5]; 0 for grey images
 * @param probability that an image is changed
 */
public record ColourJitter(
        @Default("0.2") double brightness,
        @Default("0.2") double contrast,
        @Default("0") double saturation,
        @Default("0") double hue,
        @Default("1") double probability)
        implements Augmentation {
    private static final int CHANGES = 4;

    /** Checks the settings. */
    public ColourJitter {
        checkFactor("brightness", brightness);
        checkFactor("contrast", contrast);
        checkFactor("saturation", saturation);
        Check.that(hue >= 0 && hue <= 0.5, "hue", hue, "in [0, 0.5]");
        Draw.checkProbability(probability);
    }

    private static void checkFactor(String key, double value) {
        Check.that(value >= 0 && Double.isFinite(value), key, value, "0 or more");
    }

    @Override
    public void check(Dataset data) {
        if (data.shape().channels() != Colour.CHANNELS) {
            String why = "0: images of %s have no colour".formatted(data.shape());
            Check.that(saturation == 0, "saturation", saturation, why);
            Check.that(hue == 0, "hue", hue, why);
        }
    }

    @Override
    public Image change(Image image, SplittableRandom random) {
        Image changed = image;
        for (int which : Seeds.permutation(CHANGES, random)) {
            changed = switch (which) {
                case 0 -> brightness == 0 ? changed : Colour.brightness(changed, factor(brightness, random));
                case 1 -> contrast == 0 ? changed : Colour.contrast(changed, factor(contrast, random));
                case 2 -> saturation == 0 ? changed : Colour.saturation(changed, factor(saturation, random));
                default -> hue == 0 ? changed : Colour.hue(changed, Draw.upTo(hue, random));
            };
        }
        return changed;
    }

    private static double factor(double setting, SplittableRandom random) {
        return Draw.between(Math.max(0, 1 - setting), 1 + setting, random);
    }
}
