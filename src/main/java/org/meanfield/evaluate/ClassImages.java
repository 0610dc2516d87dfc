package org.meanfield.evaluate;

import java.io.Serializable;
import java.util.SplittableRandom;
import org.meanfield.config.Seeds;
import org.meanfield.image.Blur;
import org.meanfield.image.Border;
import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;
import org.meanfield.train.Objective;

/**
 * Images with a high score of a class, by gradient ascent from noise (Simonyan, Vedaldi and Zisserman 2014, section 2), with the
 * regularization of Yosinski et al. (2015): each step moves along the gradient, of root mean square {@code rate}, of the image shifted
 * at random, and pulls it towards the training images' mean; a Gaussian blur removes fine patterns.
 *
 * @param steps number of steps, positive
 * @param rate root mean square of a step's change of the pixels in [0, 1]
 * @param decay share of the distance from the mean that is removed in each step, in [0, 1)
 * @param jitter the most pixels by which an image is shifted, with what leaves it coming in on the other side
 * @param blurEvery a blur after so many steps
 * @param blur its standard deviation in pixels, positive
 * @param seed of noise and shifts
 */
public record ClassImages(int steps, double rate, double decay, int jitter, int blurEvery, double blur, long seed)
        implements Serializable {
    private static final float NOISE = 0.1f;

    /** Returns settings for images of a size, whose shifts are up to a fourteenth of their height. */
    public static ClassImages of(ImageShape shape, int steps, long seed) {
        return new ClassImages(steps, 0.05, 0.05, Math.max(1, shape.height() / 14), 4, 0.5, seed);
    }

    /**
     * Returns an image of each class.
     *
     * @param draw number of the draw
     */
    public Image[] draw(PixelModel model, ImageShape shape, int draw) throws InterruptedException {
        int classes = model.classes();
        SplittableRandom random = Seeds.stream(seed, Seeds.Purpose.EXPLAIN, draw);
        Image[] images = new Image[classes];
        float[] targets = new float[classes * classes];
        for (int label = 0; label < classes; label++) {
            images[label] = new Image(shape);
            targets[label * classes + label] = 1;
            for (int i = 0; i < shape.size(); i++) {
                images[label].pixels()[i] = (float) (mean(model, i, shape) + NOISE * random.nextGaussian());
            }
        }
        for (int step = 0; step < steps; step++) {
            int down = random.nextInt(-jitter, jitter + 1);
            int right = random.nextInt(-jitter, jitter + 1);
            for (int label = 0; label < classes; label++) {
                images[label] = shifted(images[label], down, right);
            }
            Image[] gradients = model.gradient(images, targets, Objective.SCORE);
            for (int label = 0; label < classes; label++) {
                Image moved = shifted(move(model, images[label], gradients[label]), -down, -right);
                images[label] = (step + 1) % blurEvery == 0 ? Blur.gaussian(moved, blur, Border.REPLICATE) : moved;
            }
        }
        return images;
    }

    private Image move(PixelModel model, Image image, Image gradient) {
        double length = FoolingImage.norm(gradient.pixels());
        double factor = length > 0 ? rate * Math.sqrt(image.shape().size()) / length : 0;
        Image moved = image.copy();
        for (int i = 0; i < moved.pixels().length; i++) {
            double mean = mean(model, i, image.shape());
            moved.pixels()[i] =
                    (float) (mean + (1 - decay) * (image.pixels()[i] - mean) + factor * gradient.pixels()[i]);
        }
        return moved.clipped();
    }

    private static double mean(PixelModel model, int pixel, ImageShape shape) {
        return model.normalization().mean()[pixel / (shape.height() * shape.width())];
    }

    /** Returns an image shifted down and to the right, what leaves it coming in on the other side. */
    static Image shifted(Image image, int down, int right) {
        int height = image.shape().height();
        int width = image.shape().width();
        Image shifted = new Image(image.shape());
        for (int row = 0; row < image.shape().channels() * height; row++) {
            int from = row / height * height + Math.floorMod(row - down, height);
            for (int x = 0; x < width; x++) {
                shifted.pixels()[row * width + x] = image.pixels()[from * width + Math.floorMod(x - right, width)];
            }
        }
        return shifted;
    }
}
