package org.meanfield.corrupt;

import java.io.Serializable;
import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.corrupt.effect.FrostTexture;
import org.meanfield.data.Normalization;
import org.meanfield.image.Image;

/**
 * Ice on the lens: a · x + b · t with t a random part of a texture. The published scripts take it from photos of frost;
 * here the textures are drawn, see {@link FrostTexture}.
 *
 * @param levels one for each severity; empty for the published ones
 */
public record Frost(@Default("[]") List<Frost.Level> levels) implements Corruption {
    private static final Published<Level> PUBLISHED = Published.of(
            List.of(
                    new Level(1, 0.4),
                    new Level(0.8, 0.6),
                    new Level(0.7, 0.7),
                    new Level(0.65, 0.7),
                    new Level(0.6, 0.75)),
            List.of(
                    new Level(1, 0.2),
                    new Level(1, 0.3),
                    new Level(0.9, 0.4),
                    new Level(0.85, 0.4),
                    new Level(0.75, 0.45)),
            List.of(
                    new Level(1, 0.3),
                    new Level(0.9, 0.4),
                    new Level(0.8, 0.45),
                    new Level(0.75, 0.5),
                    new Level(0.7, 0.55)));

    /**
     * The size of the change at one severity.
     *
     * @param image a, the weight of the image, in [0, 1]
     * @param frost b, the weight of the frost, in [0, 1]
     */
    public record Level(double image, double frost) implements Serializable {
        /** Checks the settings. */
        public Level {
            Check.that(image >= 0 && image <= 1, "image", image, "in [0, 1]");
            Check.that(frost >= 0 && frost <= 1, "frost", frost, "in [0, 1]");
        }
    }

    /** Checks the settings. */
    public Frost {
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
        FrostTexture texture = FrostTexture.drawn(scale(constants), random.nextInt(FrostTexture.COUNT));
        Image ice = texture.part(image.shape(), random.nextInt(texture.side()), random.nextInt(texture.side()));
        Image frosted = new Image(image.shape());
        for (int i = 0; i < frosted.pixels().length; i++) {
            double value = level.image * image.pixels()[i] + level.frost * ice.pixels()[i];
            frosted.pixels()[i] = Image.clip((float) value);
        }
        return frosted;
    }

    /** How much the published scripts reduce their photos. */
    private static FrostTexture.Scale scale(Constants constants) {
        return switch (constants) {
            case CIFAR_10_C -> FrostTexture.Scale.FIFTH;
            case TINY_IMAGENET_C -> FrostTexture.Scale.THIRD;
            default -> FrostTexture.Scale.WHOLE;
        };
    }
}
