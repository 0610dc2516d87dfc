package org.meanfield.augment;

import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.image.Box;
import org.meanfield.image.Image;

/**
 * Replaces a rectangle within an image by uniformly drawn values (Zhong et al. 2020, "Random erasing data augmentation", whose
 * settings are the defaults). Its area and the logarithm of its height over its width are uniformly drawn, as in
 * torchvision. The image is not changed if ten draws in a row do not fit.
 *
 * @param minArea the smallest area as a share of the image's, in (0, max-area]
 * @param maxArea the largest, less than 1
 * @param minAspect the smallest height over width, in (0, max-aspect]
 * @param maxAspect the largest, finite
 * @param probability that an image is changed
 */
public record RandomErasing(
        @Default("0.02") double minArea,
        @Default("0.4") double maxArea,
        @Default("0.3") double minAspect,
        @Default("3.33") double maxAspect,
        @Default("0.5") double probability)
        implements Augmentation {
    private static final int ATTEMPTS = 10;

    /** Checks the settings. */
    public RandomErasing {
        Check.that(minArea > 0 && minArea <= maxArea, "min-area", minArea, "in (0, max-area]");
        Check.that(maxArea < 1, "max-area", maxArea, "less than 1");
        Check.that(minAspect > 0 && minAspect <= maxAspect, "min-aspect", minAspect, "in (0, max-aspect]");
        Check.that(Double.isFinite(maxAspect), "max-aspect", maxAspect, "finite");
        Draw.checkProbability(probability);
    }

    @Override
    public Image change(Image image, SplittableRandom random) {
        for (int i = 0; i < ATTEMPTS; i++) {
            double area = Draw.between(minArea, maxArea, random) * image.plane();
            double logAspect = Draw.between(StrictMath.log(minAspect), StrictMath.log(maxAspect), random);
            double aspect = StrictMath.exp(logAspect);
            int height = (int) Math.round(Math.sqrt(area * aspect));
            int width = (int) Math.round(Math.sqrt(area / aspect));
            if (height < image.shape().height() && width < image.shape().width()) {
                int top = random.nextInt(image.shape().height() - height + 1);
                int left = random.nextInt(image.shape().width() - width + 1);
                return new Box(top, left, top + height, left + width).paste(image, noise(image, random));
            }
        }
        return image;
    }

    private static Image noise(Image image, SplittableRandom random) {
        Image noise = new Image(image.shape());
        for (int i = 0; i < noise.pixels().length; i++) {
            noise.pixels()[i] = (float) random.nextDouble();
        }
        return noise;
    }
}
