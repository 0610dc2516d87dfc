package org.meanfield.corrupt;

import java.io.Serializable;
import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.corrupt.effect.Plasma;
import org.meanfield.data.Normalization;
import org.meanfield.image.Image;

/**
 * Fog: (x + a · p) · m / (m + a) with m the largest value of the image and p a plasma in [0, 1], the same in every channel; see
 * {@link Plasma}.
 *
 * @param levels one for each severity; empty for the published ones
 */
public record Fog(@Default("[]") List<Fog.Level> levels) implements Corruption {
    private static final Published<Level> PUBLISHED = Published.of(
            List.of(new Level(1.5, 2), new Level(2, 2), new Level(2.5, 1.7), new Level(2.5, 1.5), new Level(3, 1.4)),
            List.of(new Level(0.2, 3), new Level(0.5, 3), new Level(0.75, 2.5), new Level(1, 2), new Level(1.5, 1.75)),
            List.of(new Level(0.4, 3), new Level(0.7, 3), new Level(1, 2.5), new Level(1.5, 2), new Level(2, 1.75)));

    /**
     * The size of the change at one severity.
     *
     * @param strength a, in (0, 100]
     * @param decay how much smaller the plasma's draws become from one step to the next: smoother fog for larger ones; in [1, 10]
     */
    public record Level(double strength, double decay) implements Serializable {
        /** Checks the settings. */
        public Level {
            Check.that(strength > 0 && strength <= 100, "strength", strength, "in (0, 100]");
            Check.that(decay >= 1 && decay <= 10, "decay", decay, "in [1, 10]");
        }
    }

    /** Checks the settings. */
    public Fog {
        levels = List.copyOf(levels);
    }

    @Override
    public int severities() {
        return PUBLISHED.count(levels);
    }

    @Override
    public String parameter(int severity, Constants constants) {
        return Severities.shown(PUBLISHED.level(levels, severity, constants));
    }

    @Override
    public boolean isRandom() {
        return true;
    }

    @Override
    public Image apply(
            Image image, int severity, Constants constants, Normalization normalization, SplittableRandom random) {
        Level level = PUBLISHED.level(levels, severity, constants);
        int width = image.shape().width();
        int side = Plasma.side(
                Math.max(leastSide(constants), Math.max(width, image.shape().height())));
        float[] plasma = Plasma.of(side, level.decay, random);
        float most = 0;
        for (float value : image.pixels()) {
            most = Math.max(most, value);
        }
        float scale = (float) (most / (most + level.strength));
        Image foggy = new Image(image.shape());
        for (int i = 0; i < foggy.pixels().length; i++) {
            int place = i % image.plane();
            double fog = level.strength * plasma[place / width * side + place % width];
            foggy.pixels()[i] = Image.clip((float) (image.pixels()[i] + fog) * scale);
        }
        return foggy;
    }

    /** MNIST-C shows a corner of the plasma of ImageNet-C. */
    private static int leastSide(Constants constants) {
        return constants == Constants.MNIST_C ? Constants.IMAGENET_C.side() : constants.side();
    }
}
