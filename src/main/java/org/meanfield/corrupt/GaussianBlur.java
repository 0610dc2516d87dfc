package org.meanfield.corrupt;

import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Default;
import org.meanfield.data.Normalization;
import org.meanfield.image.Blur;
import org.meanfield.image.Border;
import org.meanfield.image.Image;

/**
 * A Gaussian blur, with the image's edge continued outwards, as scikit-image's {@code gaussian}. It blurs in both
 * directions, whereas MNIST-C's script takes the columns of a grey image for channels and blurs along the columns only.
 *
 * @param sigma the standard deviation of each severity in pixels, in (0, 100]; empty for the published ones
 */
public record GaussianBlur(@Default("[]") List<Double> sigma) implements Corruption {
    private static final double MOST = 100;
    private static final Published<Double> PUBLISHED = Published.of(
            List.of(1.0, 2.0, 3.0, 4.0, 6.0), List.of(0.4, 0.6, 0.7, 0.8, 1.0), List.of(0.5, 0.75, 1.0, 1.25, 1.5));

    /** Checks the settings. */
    public GaussianBlur {
        sigma = Severities.checked(sigma, "sigma", level -> level > 0 && level <= MOST, "in (0, 100]");
    }

    @Override
    public int severities() {
        return PUBLISHED.count(sigma);
    }

    @Override
    public String parameter(int severity, Constants constants) {
        return Severities.shown("sigma", PUBLISHED.level(sigma, severity, constants));
    }

    @Override
    public boolean isRandom() {
        return false;
    }

    @Override
    public Image apply(
            Image image, int severity, Constants constants, Normalization normalization, SplittableRandom random) {
        return Blur.gaussian(image, PUBLISHED.level(sigma, severity, constants), Border.REPLICATE);
    }
}
