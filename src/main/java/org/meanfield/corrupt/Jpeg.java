package org.meanfield.corrupt;

import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Default;
import org.meanfield.data.Normalization;
import org.meanfield.image.Image;
import org.meanfield.image.JpegCoding;

/**
 * JPEG compression: the image after a round trip through a JPEG file, see {@link JpegCoding}.
 *
 * @param quality of each severity, as Pillow and {@code cjpeg} understand it, in [1, 100]; empty for the published ones
 */
public record Jpeg(@Default("[]") List<Integer> quality) implements Corruption {
    private static final Published<Integer> PUBLISHED =
            Published.of(List.of(25, 18, 15, 10, 7), List.of(80, 65, 58, 50, 40), List.of(65, 58, 50, 40, 25));

    /** Checks the settings. */
    public Jpeg {
        quality = Severities.checked(quality, "quality", level -> level >= 1 && level <= 100, "in [1, 100]");
    }

    @Override
    public int severities() {
        return PUBLISHED.count(quality);
    }

    @Override
    public String parameter(int severity, Constants constants) {
        return Severities.shown("quality", PUBLISHED.level(quality, severity, constants));
    }

    @Override
    public boolean isRandom() {
        return false;
    }

    @Override
    public Image apply(
            Image image, int severity, Constants constants, Normalization normalization, SplittableRandom random) {
        return JpegCoding.apply(image, PUBLISHED.level(quality, severity, constants));
    }
}
