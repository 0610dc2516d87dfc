package org.meanfield.corrupt.effect;

import java.util.SplittableRandom;
import org.meanfield.image.Blur;
import org.meanfield.image.Border;
import org.meanfield.image.Colour;
import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;

/**
 * Drops on a lens, as {@code spatter} of {@code make_cifar_c.py} draws them.
 *
 * @param liquid one channel: the blurred noise, 0 below the threshold
 * @param threshold above which there is a drop
 */
public record Splash(Image liquid, double threshold) {
    private static final float MOST = 255;
    private static final float[] TURQUOISE = {175 / MOST, 238 / MOST, 238 / MOST};
    private static final float[] BROWN = {63 / MOST, 42 / MOST, 20 / MOST};
    private static final float LEAST_COVER = 0.8f;

    /**
     * Draws the noise.
     *
     * @param shape of the image
     * @param sigma the standard deviation of its blur in pixels
     */
    public static Splash drawn(
            ImageShape shape, double mean, double std, double sigma, double threshold, SplittableRandom random) {
        Image noise = new Image(new ImageShape(1, shape.height(), shape.width()));
        for (int i = 0; i < noise.pixels().length; i++) {
            noise.pixels()[i] = (float) (mean + std * random.nextGaussian());
        }
        Image liquid = Blur.gaussian(noise, sigma, Border.REPLICATE);
        for (int i = 0; i < liquid.pixels().length; i++) {
            liquid.pixels()[i] = liquid.pixels()[i] < threshold ? 0 : liquid.pixels()[i];
        }
        return new Splash(liquid, threshold);
    }

    /** Returns {@code image} with drops of water, whose light is added; see {@link Relief}. */
    public Image water(Image image, double strength) {
        int[] levels = new int[liquid.pixels().length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (int) (liquid.pixels()[i] * MOST);
        }
        int[] relief = Relief.of(levels, liquid.shape().width());
        double[] light = new double[levels.length];
        double most = 0;
        for (int i = 0; i < light.length; i++) {
            light[i] = levels[i] * relief[i];
            most = Math.max(most, light[i]);
        }
        double scale = most == 0 ? 0 : strength / most;
        Image wet = new Image(image.shape());
        for (int i = 0; i < wet.pixels().length; i++) {
            double added = light[i % light.length] * scale * colour(TURQUOISE, image, i);
            wet.pixels()[i] = Image.clip((float) (image.pixels()[i] + added));
        }
        return wet;
    }

    /** Returns {@code image} with drops of mud, where they cover at least four fifths. */
    public Image mud(Image image, double softness) {
        Image drops = new Image(liquid.shape());
        for (int i = 0; i < drops.pixels().length; i++) {
            drops.pixels()[i] = liquid.pixels()[i] > threshold ? 1 : 0;
        }
        float[] cover = Blur.gaussian(drops, softness, Border.REPLICATE).pixels();
        Image muddy = new Image(image.shape());
        for (int i = 0; i < muddy.pixels().length; i++) {
            float share = cover[i % cover.length];
            float covered = share < LEAST_COVER ? 0 : share;
            muddy.pixels()[i] = Image.clip(image.pixels()[i] * (1 - covered) + covered * colour(BROWN, image, i));
        }
        return muddy;
    }

    /** Returns the colour in the channel of value {@code i}; without three channels the first one's, as MNIST-C has it. */
    private static float colour(float[] colour, Image image, int i) {
        return image.shape().channels() == Colour.CHANNELS ? colour[i / image.plane()] : colour[0];
    }
}
