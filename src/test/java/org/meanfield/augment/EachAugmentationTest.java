package org.meanfield.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanfield.config.InvalidInputException;
import org.meanfield.data.FashionMnist;
import org.meanfield.data.Labels;
import org.meanfield.data.Mnist;
import org.meanfield.data.SyntheticDigits;
import org.meanfield.image.Affine;
import org.meanfield.image.Blur;
import org.meanfield.image.Border;
import org.meanfield.image.Colour;
import org.meanfield.image.Grid;
import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;

/** What each augmentation does, by hand; the operations themselves are held to other libraries in the room image. */
final class EachAugmentationTest {
    private static final SyntheticDigits DIGITS = new SyntheticDigits(10, 0, 10, 1, "", 0, Labels.PUBLISHED);
    private static final FashionMnist CLOTHES = new FashionMnist("x", "http://x/", true, 0, "", 0, Labels.PUBLISHED);
    private static final int SIDE = 21;
    private static final int MIDDLE = SIDE / 2;

    @Test
    void aFlipMirrorsAndIsAsLikelyAsItsProbability() {
        Image image = numbered(3, 4, 5);
        assertThat(new HorizontalFlip(0.5, false)
                        .change(image, new SplittableRandom(1))
                        .pixels())
                .isEqualTo(Grid.mirrored(image).pixels());

        Image[] images = new Image[10_000];
        Arrays.fill(images, image);
        Samples many = new Samples(images, new float[images.length][]);
        int[] indices = IntStream.range(0, images.length).toArray();
        Samples flipped = new Augmenter(List.of(new HorizontalFlip(0.3, false)), 1).apply(many, indices, 0, 0, 0);
        long count = Arrays.stream(flipped.images())
                .filter(i -> i.pixels()[0] != image.pixels()[0])
                .count();
        assertThat(count).isBetween(2770L, 3230L); // five standard errors
    }

    @Test
    void digitsAreMirroredByForceOnly() {
        HorizontalFlip flip = new HorizontalFlip(0.5, false);
        flip.check(CLOTHES);
        new HorizontalFlip(0.5, true).check(DIGITS);
        assertThatThrownBy(() -> flip.check(DIGITS))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("force is false but must be true to mirror digits: a mirrored digit is not of its class, "
                        + "and training on it does harm");
        assertThatThrownBy(() -> flip.check(new Mnist("x", "http://x/", true, 0, "", 0, Labels.PUBLISHED)))
                .hasMessageStartingWith("force is false but must be true to mirror digits");
    }

    @Test
    void aCropIsEachOfTheShiftsThatThePaddingAllows() {
        Image image = numbered(1, 5, 6);
        Map<String, Integer> seen = new HashMap<>();
        for (int y = -2; y <= 2; y++) {
            for (int x = -2; x <= 2; x++) {
                seen.put(Arrays.toString(Grid.shifted(image, x, y, Border.ZERO).pixels()), 0);
            }
        }
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2500; i++) {
            seen.merge(
                    Arrays.toString(new RandomCrop(2, Border.ZERO, 1)
                            .change(image, random)
                            .pixels()),
                    1,
                    Integer::sum);
        }
        assertThat(seen).hasSize(25);
        assertThat(seen.values()).allMatch(count -> count > 50 && count < 150); // five standard errors
    }

    @Test
    void aTranslationIsEvenlyDrawnUpToItsShareOfEachSide() {
        Translate translate = new Translate(0.2, 0.1, Border.ZERO, 1);
        // What the middle of a ramp shows says how far it has moved.
        assertUniform(draws(random -> -slopes(translate, random, false)[2]), -0.2 * SIDE, 0.2 * SIDE);
        assertUniform(draws(random -> -slopes(translate, random, true)[2]), -0.1 * SIDE, 0.1 * SIDE);
    }

    @Test
    void anAngleIsEvenlyDrawnToBothSides() {
        Rotate rotate = new Rotate(20, Border.ZERO, 1);
        Shear shear = new Shear(20, Border.ZERO, 1);
        assertUniform(
                draws(random -> {
                    double[] slopes = slopes(rotate, random, false);
                    return Math.toDegrees(Math.atan2(-slopes[1], slopes[0]));
                }),
                -20,
                20);
        assertUniform(draws(random -> Math.toDegrees(Math.atan(slopes(shear, random, false)[1]))), -20, 20);
        assertThat(slopes(shear, new SplittableRandom(1), false)[0]).isCloseTo(1, within(1e-4));
    }

    @Test
    void aScaleIsEvenlyDrawnBetweenItsBounds() {
        Scale scale = new Scale(0.8, 1.5, Border.ZERO, 1);
        assertUniform(draws(random -> 1 / slopes(scale, random, false)[0]), 0.8, 1.5);
        Image image = numbered(1, 5, 6);
        assertThat(new Scale(2, 2, Border.REPLICATE, 1)
                        .change(image, new SplittableRandom(1))
                        .pixels())
                .isEqualTo(Affine.scaling(2).apply(image, Border.REPLICATE).pixels());
    }

    @Test
    void theFactorsOfAJitterAreEvenlyDrawnAboutOne() {
        Image image = coloured(0.5f, 0.3f, 0.2f, 0.3f, 0.4f, 0.5f);
        assertUniform(
                draws(random ->
                        new ColourJitter(0.4, 0, 0, 0, 1).change(image, random).pixels()[0] / 0.5),
                0.6,
                1.4);
        // A difference between two pixels grows by the contrast, one between two channels by the saturation.
        assertUniform(
                draws(random -> {
                    float[] changed = new ColourJitter(0, 0.4, 0, 0, 1)
                            .change(image, random)
                            .pixels();
                    return (changed[0] - changed[1]) / (image.pixels()[0] - image.pixels()[1]);
                }),
                0.6,
                1.4);
        assertUniform(
                draws(random -> {
                    float[] changed = new ColourJitter(0, 0, 0.4, 0, 1)
                            .change(image, random)
                            .pixels();
                    return (changed[0] - changed[2]) / (image.pixels()[0] - image.pixels()[2]);
                }),
                0.6,
                1.4);
    }

    @Test
    void aHueIsEvenlyDrawnToBothSides() {
        Image red = coloured(1, 1, 0, 0, 0, 0);
        // Up to a sixth of the circle red gets green or blue.
        assertUniform(
                draws(random -> {
                    float[] turned = new ColourJitter(0, 0, 0, 0.1, 1)
                            .change(red, random)
                            .pixels();
                    return (turned[2] - turned[4]) / 6;
                }),
                -0.1,
                0.1);
    }

    @Test
    void aFactorOfAJitterIsNeverNegative() {
        Image image = coloured(0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f);
        assertUniform(
                draws(random ->
                        new ColourJitter(3, 0, 0, 0, 1).change(image, random).pixels()[0] / 0.1),
                0,
                4);
    }

    @Test
    void colourNeedsThreeChannels() {
        new ColourJitter(0.2, 0.2, 0, 0, 1).check(CLOTHES);
        new ColourJitter(0.2, 0.2, 0.2, 0.1, 1).check(DIGITS);
        new Grayscale(1).check(DIGITS);
        assertThatThrownBy(() -> new ColourJitter(0, 0, 0.2, 0, 1).check(CLOTHES))
                .hasMessage("saturation is 0.2 but must be 0: images of 1×28×28 have no colour");
        assertThatThrownBy(() -> new ColourJitter(0, 0, 0, 0.1, 1).check(CLOTHES))
                .hasMessage("hue is 0.1 but must be 0: images of 1×28×28 have no colour");
        assertThatThrownBy(() -> new Grayscale(1).check(CLOTHES))
                .hasMessage("type is grayscale but must be another one: images of 1×28×28 have no colour");
    }

    @Test
    void grayscaleIsTheLumaAndAutocontrastFillsTheRangeOfEachChannel() {
        SplittableRandom random = new SplittableRandom(1);
        Image image = coloured(0.2f, 0.4f, 0.25f, 0.25f, 0.75f, 0.25f);
        assertThat(new Grayscale(1).change(image, random).pixels())
                .isEqualTo(Colour.grey(image).pixels());
        assertThat(new Autocontrast(1).change(image, random).pixels()).containsExactly(0, 1, 0.25f, 0.25f, 1, 0);
    }

    @Test
    void aBlurLiesBetweenItsBounds() {
        Image image = numbered(1, 8, 9);
        assertThat(new GaussianBlur(1.5, 1.5, 1)
                        .change(image, new SplittableRandom(1))
                        .pixels())
                .isEqualTo(Blur.gaussian(image, 1.5, Border.REPLICATE).pixels());
        assertThatThrownBy(() -> new GaussianBlur(0.1, 40, 1).check(DIGITS))
                .hasMessage("max is 40.0 but must be at most 32: images are 3×32×32");
    }

    @Test
    void aCutoutHasItsMiddleOnAnyPixel() {
        Image black = new Image(new ImageShape(2, 6, 7));
        int[][] covered = new int[6][7];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2000; i++) {
            float[] pixels = new Cutout(3, 0.75, 1).change(black, random).pixels();
            List<Integer> places = IntStream.range(0, 42)
                    .filter(p -> pixels[p] == 0.75f)
                    .boxed()
                    .toList();
            assertThat(places.size()).isIn(4, 6, 9);
            assertThat(IntStream.range(0, 42).allMatch(p -> pixels[p] == pixels[42 + p]))
                    .isTrue();
            if (places.size() == 9) {
                covered[places.get(4) / 7][places.get(4) % 7]++;
            }
        }
        for (int y = 1; y < 5; y++) {
            for (int x = 1; x < 6; x++) {
                assertThat(covered[y][x]).isBetween(15, 85); // 2000 / 42, five standard errors
            }
        }
        assertThatThrownBy(() -> new Cutout(33, 0, 1).check(DIGITS))
                .hasMessage("size is 33 but must be at most 32: images are 3×32×32");
    }

    @Test
    void whatIsErasedIsARectangleOfTheAreaAndFormThatIsAskedFor() {
        Image black = new Image(new ImageShape(1, 60, 50));
        SplittableRandom random = new SplittableRandom(1);
        DoubleSummaryStatistics areas = new DoubleSummaryStatistics();
        DoubleSummaryStatistics aspects = new DoubleSummaryStatistics();
        for (int i = 0; i < 1000; i++) {
            float[] pixels = new RandomErasing(0.05, 0.2, 0.5, 2, 1)
                    .change(black, random)
                    .pixels();
            int[] places =
                    IntStream.range(0, pixels.length).filter(p -> pixels[p] > 0).toArray();
            int height = places[places.length - 1] / 50 - places[0] / 50 + 1;
            int width = Arrays.stream(places).map(p -> p % 50).max().orElseThrow()
                    - Arrays.stream(places).map(p -> p % 50).min().orElseThrow()
                    + 1;
            assertThat(places).hasSize(height * width);
            areas.accept(places.length / 3000.0);
            aspects.accept(Math.log((double) height / width));
        }
        assertThat(areas.getMin()).isBetween(0.045, 0.055);
        assertThat(areas.getMax()).isBetween(0.19, 0.21);
        assertThat(areas.getAverage()).isBetween(0.118, 0.132); // five standard errors about 0.125
        assertThat(aspects.getMin()).isBetween(-0.77, -0.6);
        assertThat(aspects.getMax()).isBetween(0.6, 0.77);
        assertThat(aspects.getAverage()).isBetween(-0.07, 0.07);
    }

    @Test
    void mixupMixesImagesAndLabelsAlike() {
        for (int seed = 0; seed < 50; seed++) {
            Samples mixed = new Mixup(1, 1).mix(blackAndWhite(), new SplittableRandom(seed));
            for (int i = 0; i < 4; i++) {
                float white = mixed.labels()[i][1];
                assertThat(mixed.images()[i].pixels()).containsOnly(white);
                assertThat(mixed.labels()[i][0]).isCloseTo(1 - white, within(1e-6f));
            }
        }
        // One share for the batch: what is white in one is black in another.
        float[] whites = new float[4];
        Samples mixed = new Mixup(1, 1).mix(blackAndWhite(), new SplittableRandom(2));
        IntStream.range(0, 4).forEach(i -> whites[i] = mixed.labels()[i][1]);
        assertThat(whites[0] + whites[1] + whites[2] + whites[3]).isCloseTo(2, within(1e-6f));
    }

    @Test
    void cutmixMixesLabelsByTheAreaOfARectangle() {
        DoubleSummaryStatistics pasted = new DoubleSummaryStatistics();
        for (int seed = 0; seed < 200; seed++) {
            Samples mixed = new Cutmix(1, 1).mix(blackAndWhite(), new SplittableRandom(seed));
            for (int i = 0; i < 4; i++) {
                float[] pixels = mixed.images()[i].pixels();
                double white = IntStream.range(0, pixels.length)
                        .mapToDouble(p -> pixels[p])
                        .average()
                        .orElseThrow();
                assertThat((double) mixed.labels()[i][1]).isCloseTo(white, within(1e-6));
                pasted.accept(i % 2 == 0 ? white : 1 - white);
            }
        }
        assertThat(pasted.getMin()).isZero();
        assertThat(pasted.getMax()).isGreaterThanOrEqualTo(0.7);
    }

    /** Quantiles of scipy.stats.beta(a, a). */
    @ParameterizedTest
    @CsvSource({
        "0.2, 0.000248, 0.023815, 0.976185, 0.999752",
        "1, 0.1, 0.25, 0.75, 0.9",
        "2.5, 0.224569, 0.345464, 0.654536, 0.775431",
        "30, 0.417502, 0.456364, 0.543636, 0.582498"
    })
    void sharesOfABetaHaveItsQuantiles(double alpha, double q10, double q25, double q75, double q90) {
        SplittableRandom random = new SplittableRandom(1);
        double[] shares = DoubleStream.generate(() -> Draw.beta(alpha, random))
                .limit(20_000)
                .toArray();
        double[][] expected = {{q10, 0.1}, {q25, 0.25}, {0.5, 0.5}, {q75, 0.75}, {q90, 0.9}};
        for (double[] quantile : expected) {
            double below = Arrays.stream(shares).filter(s -> s < quantile[0]).count() / 20_000.0;
            assertThat(below).isCloseTo(quantile[1], within(5 * Math.sqrt(0.25 / 20_000)));
        }
    }

    @ParameterizedTest
    @CsvSource({"0.001", "1000"})
    void sharesOfAnExtremeBetaAreNumbers(double alpha) {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 10_000; i++) {
            double share = Draw.beta(alpha, random);
            assertThat(share >= 0 && share <= 1).isTrue();
        }
    }

    @Test
    void settingsOutOfRangeAreNamed() {
        assertThatThrownBy(() -> new HorizontalFlip(1.5, false)).hasMessage("probability is 1.5 but must be in [0, 1]");
        assertThatThrownBy(() -> new RandomCrop(0, Border.ZERO, 1)).hasMessage("padding is 0 but must be positive");
        assertThatThrownBy(() -> new RandomCrop(28, Border.ZERO, 1).check(CLOTHES))
                .hasMessage("padding is 28 but must be less than 28: images are 1×28×28");
        assertThatThrownBy(() -> new Translate(1.1, 0, Border.ZERO, 1))
                .hasMessage("max-x is 1.1 but must be in [0, 1]");
        assertThatThrownBy(() -> new Translate(0, -1, Border.ZERO, 1))
                .hasMessage("max-y is -1.0 but must be in [0, 1]");
        assertThatThrownBy(() -> new Rotate(181, Border.ZERO, 1))
                .hasMessage("max-degrees is 181.0 but must be in [0, 180]");
        assertThatThrownBy(() -> new Shear(90, Border.ZERO, 1))
                .hasMessage("max-degrees is 90.0 but must be in [0, 90)");
        assertThatThrownBy(() -> new Scale(2, 1, Border.ZERO, 1)).hasMessage("min is 2.0 but must be in (0, max]");
        assertThatThrownBy(() -> new Scale(1, Double.POSITIVE_INFINITY, Border.ZERO, 1))
                .hasMessage("max is Infinity but must be finite");
        assertThatThrownBy(() -> new ColourJitter(-1, 0, 0, 0, 1))
                .hasMessage("brightness is -1.0 but must be 0 or more");
        assertThatThrownBy(() -> new ColourJitter(0, 0, 0, 0.6, 1)).hasMessage("hue is 0.6 but must be in [0, 0.5]");
        assertThatThrownBy(() -> new GaussianNoise(0, 1)).hasMessage("std is 0.0 but must be positive");
        assertThatThrownBy(() -> new GaussianBlur(0, 1, 1)).hasMessage("min is 0.0 but must be in (0, max]");
        assertThatThrownBy(() -> new Cutout(0, 0, 1)).hasMessage("size is 0 but must be positive");
        assertThatThrownBy(() -> new Cutout(1, 2, 1)).hasMessage("fill is 2.0 but must be in [0, 1]");
        assertThatThrownBy(() -> new RandomErasing(0.5, 0.4, 1, 1, 1))
                .hasMessage("min-area is 0.5 but must be in (0, max-area]");
        assertThatThrownBy(() -> new RandomErasing(0.5, 1, 1, 1, 1))
                .hasMessage("max-area is 1.0 but must be less than 1");
        assertThatThrownBy(() -> new RandomErasing(0.5, 0.6, 2, 1, 1))
                .hasMessage("min-aspect is 2.0 but must be in (0, max-aspect]");
        assertThatThrownBy(() -> new Mixup(0, 1)).hasMessage("alpha is 0.0 but must be in [0.001, 1000]");
        assertThatThrownBy(() -> new Cutmix(Double.NaN, 1)).hasMessage("alpha is NaN but must be in [0.001, 1000]");
    }

    /** Two black images of class 0 and two white ones of class 1. */
    private static Samples blackAndWhite() {
        Image black = new Image(new ImageShape(1, 8, 10));
        Image white = black.copy();
        Arrays.fill(white.pixels(), 1);
        return new Samples(new Image[] {black, white, black, white}, new float[][] {{1, 0}, {0, 1}, {1, 0}, {0, 1}});
    }

    /** What a warp of a ramp along x, or along y, has for x, for y and at the middle: the coefficients of the warp. */
    private static double[] slopes(Augmentation warp, SplittableRandom random, boolean alongY) {
        Image ramp = new Image(new ImageShape(1, SIDE, SIDE));
        for (int i = 0; i < SIDE * SIDE; i++) {
            int place = alongY ? i / SIDE : i % SIDE;
            ramp.pixels()[i] = 0.5f + (place - MIDDLE) / 32f;
        }
        float[] pixels = warp.change(ramp, random).pixels();
        double middle = pixels[MIDDLE * SIDE + MIDDLE];
        return new double[] {
            32 * (pixels[MIDDLE * SIDE + MIDDLE + 1] - middle),
            32 * (pixels[(MIDDLE + 1) * SIDE + MIDDLE] - middle),
            32 * (middle - 0.5)
        };
    }

    private static double[] draws(ToDoubleFunction<SplittableRandom> draw) {
        SplittableRandom random = new SplittableRandom(7);
        return IntStream.range(0, 4000)
                .mapToDouble(i -> draw.applyAsDouble(random))
                .toArray();
    }

    private static void assertUniform(double[] draws, double low, double high) {
        double[] sorted = Arrays.stream(draws).sorted().toArray();
        double tolerance = 1e-4 * (high - low);
        assertThat(sorted[0]).isBetween(low - tolerance, low + 0.01 * (high - low));
        assertThat(sorted[sorted.length - 1]).isBetween(high - 0.01 * (high - low), high + tolerance);
        for (int i = 0; i < sorted.length; i++) {
            // The statistic of Kolmogorov and Smirnov is above 2 / √n once in 1,500 samples.
            assertThat((sorted[i] - low) / (high - low))
                    .isCloseTo((double) i / sorted.length, within(2 / Math.sqrt(4000)));
        }
    }

    /** One of two pixels: red of both, green of both, blue of both. */
    private static Image coloured(float... values) {
        return new Image(new ImageShape(3, 1, 2), values);
    }

    private static Image numbered(int channels, int height, int width) {
        Image image = new Image(new ImageShape(channels, height, width));
        for (int i = 0; i < image.pixels().length; i++) {
            image.pixels()[i] = (i + 1f) / image.pixels().length;
        }
        return image;
    }
}
