package org.meanfield.corrupt;

import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Default;
import org.meanfield.corrupt.effect.Lines;
import org.meanfield.data.Normalization;
import org.meanfield.image.Image;

/**
 * A bright zigzag from the left to the right, about a line from a random height to one at most five pixels away; see {@link Lines}.
 *
 * @param reach how far from its middle the line has faded, in pixels of an image 28 wide, of each severity, in (0, 28]; empty for the published one
 */
public record Zigzag(@Default("[]") List<Double> reach) implements Corruption {
    private static final Published<Double> PUBLISHED = Published.same(List.of(2.3));

    /** Checks the settings. */
    public Zigzag {
        reach = Severities.checked(reach, "reach", level -> level > 0 && level <= 28, "in (0, 28]");
    }

    @Override
    public int severities() {
        return PUBLISHED.count(reach);
    }

    @Override
    public String parameter(int severity, Constants constants) {
        return Severities.shown("reach", PUBLISHED.level(reach, severity, constants));
    }

    @Override
    public boolean isRandom() {
        return true;
    }

    @Override
    public Image apply(
            Image image, int severity, Constants constants, Normalization normalization, SplittableRandom random) {
        Lines lines = new Lines(image.shape(), PUBLISHED.level(reach, severity, constants));
        int from = random.nextInt(0, 27);
        lines.zigzag(from, from + random.nextInt(-5, 5));
        return lines.on(image);
    }
}
