package org.meanfield.corrupt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.RecordReader;
import org.meanfield.config.RecordWriter;
import org.meanfield.image.Colour;
import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;

/** What holds for every corruption. */
final class CorruptionTest {
    private static final List<ImageShape> SHAPES = List.of(
            new ImageShape(1, 28, 28),
            new ImageShape(3, 32, 32),
            new ImageShape(1, 7, 5),
            new ImageShape(3, 4, 9),
            new ImageShape(3, 1, 1));

    static List<Corruption> all() {
        return Corruptions.all();
    }

    static Stream<Arguments> onEachShape() {
        return SHAPES.stream().flatMap(shape -> all().stream().map(corruption -> Arguments.of(corruption, shape)));
    }

    @ParameterizedTest
    @MethodSource("onEachShape")
    void theSameDrawsGiveTheSameBitsAndTheInputIsLeftAsItWas(Corruption corruption, ImageShape shape) {
        Image image = Corruptions.image(shape);
        for (int severity = 1; severity <= corruption.severities(); severity++) {
            Image corrupted = apply(corruption, image, severity, 211);

            assertThat(image.pixels())
                    .isEqualTo(Corruptions.image(shape).pixels())
                    .isNotSameAs(corrupted.pixels());
            assertThat(corrupted.shape()).isEqualTo(shape);
            assertThat(apply(corruption, image, severity, 211).pixels()).isEqualTo(corrupted.pixels());
        }
    }

    @ParameterizedTest
    @MethodSource("onEachShape")
    void valuesStayInTheirRange(Corruption corruption, ImageShape shape) {
        for (float grey : new float[] {-1, 0, 0.5f, 1}) {
            Image image = Corruptions.image(shape);
            for (int i = 0; i < image.pixels().length && grey >= 0; i++) {
                image.pixels()[i] = grey;
            }
            for (int severity = 1; severity <= corruption.severities(); severity++) {
                for (float value : apply(corruption, image, severity, 1).pixels()) {
                    // Compared so that NaN is out of range too.
                    assertThat(value >= 0 && value <= 1)
                            .as("%s of %s", value, corruption)
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void onlyRandomOnesDependOnTheSeed(Corruption corruption) {
        Image image = Corruptions.image(SHAPES.get(1));
        for (int severity = 1; severity <= corruption.severities(); severity++) {
            Set<Integer> outcomes = new HashSet<>();
            for (int seed = 0; seed < 20; seed++) {
                outcomes.add(
                        Arrays.hashCode(apply(corruption, image, severity, seed).pixels()));
            }
            assertThat(outcomes.size() > 1).isEqualTo(corruption.isRandom());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void oneThatIsNotRandomDrawsNothing(Corruption corruption) {
        SplittableRandom random = new SplittableRandom(7);
        corruption.apply(Corruptions.image(SHAPES.get(0)), corruption.severities(), Corruptions.NORMALIZATION, random);

        assertThat(random.nextLong() == new SplittableRandom(7).nextLong()).isEqualTo(!corruption.isRandom());
    }

    /** Colours so pale that more saturation shows, and no two channels alike. */
    private static Image pale(ImageShape shape) {
        Image image = Colour.scaled(Corruptions.image(shape), 0.2, 0.4);
        int plane = shape.height() * shape.width();
        for (int i = 0; i < image.pixels().length; i++) {
            int channel = i / plane;
            image.pixels()[i] -= 0.1f * channel;
        }
        return image;
    }

    @ParameterizedTest
    @MethodSource("all")
    void eachHasFivePublishedSeveritiesThatDifferOrOne(Corruption corruption) {
        int severities = corruption.severities();
        assertThat(severities).isIn(1, 5);
        for (ImageShape shape : SHAPES.subList(0, 2)) {
            Image image = pale(shape);
            Set<String> parameters = new HashSet<>();
            Set<Integer> outcomes = new HashSet<>();
            for (int severity = 1; severity <= severities; severity++) {
                parameters.add(corruption.parameter(severity, shape));
                outcomes.add(
                        Arrays.hashCode(apply(corruption, image, severity, 3).pixels()));
            }
            assertThat(parameters)
                    .hasSize(severities)
                    .allMatch(text -> text.matches("[a-z]+=[0-9.]+( [a-z-]+=([0-9.]+|water|mud))*"));
            // Motion of radius 6 and 8, both with σ = 2, differs by less than a float shows.
            assertThat(outcomes).as("%s of %s", corruption, shape).hasSizeGreaterThanOrEqualTo(Math.min(4, severities));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aSeverityThatItDoesNotHaveIsRefused(Corruption corruption) {
        Image image = Corruptions.image(SHAPES.get(0));
        for (int severity : new int[] {-1, 0, corruption.severities() + 1}) {
            String message = String.format(
                    Locale.ROOT, "severity is %d but must be in 1 … %d", severity, corruption.severities());
            assertThatThrownBy(() -> apply(corruption, image, severity, 1))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> corruption.parameter(severity, image.shape()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage(message);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void itIsSerializableAndReadBackFromItsJson(Corruption corruption) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(corruption);
        }
        assertThat(new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject())
                .isEqualTo(corruption);
        String json = RecordWriter.toJson(new Corruptions.Holder(corruption));
        assertThat(RecordReader.read(json, "json", Corruptions.Holder.class, List.of())
                        .corruption())
                .isEqualTo(corruption);
    }

    @Test
    void severitiesOfOnesOwnTakeTheirPlace() {
        Corruption corruption = Corruptions.read("type: gaussian-noise, std: [0.05, 0.01, 0.005]");
        ImageShape shape = SHAPES.get(0);

        assertThat(corruption.severities()).isEqualTo(3);
        assertThat(corruption.parameter(1, shape)).isEqualTo("std=0.05");
        assertThat(corruption.parameter(3, shape)).isEqualTo("std=0.005");
        assertThatThrownBy(() -> corruption.parameter(4, shape)).hasMessage("severity is 4 but must be in 1 … 3");
        assertThat(Corruptions.read("type: motion-blur, levels: [{radius: 3, sigma: 1.5}]")
                        .parameter(1, shape))
                .isEqualTo("radius=3 sigma=1.5");
        assertThat(Corruptions.read("type: defocus-blur, levels: [{radius: 3, alias-blur: 0.1}]")
                        .parameter(1, shape))
                .isEqualTo("radius=3 alias-blur=0.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gaussian-noise, std: [0.1, 0] | std[1] is 0.0 but must be positive",
                "gaussian-noise, std: [.inf] | std[0] is Infinity but must be positive",
                "gaussian-noise, stage: after | stage is after but must be one of before-normalization, after-normalization",
                "gaussian-noise, clip: maybe | clip is maybe but must be true or false",
                "shot-noise, photons: [0] | photons[0] is 0.0 but must be in (0, 1000]",
                "impulse-noise, amount: [1.1] | amount[0] is 1.1 but must be in (0, 1]",
                "speckle-noise, std: [-1] | std[0] is -1.0 but must be positive",
                "gaussian-blur, sigma: [101] | sigma[0] is 101.0 but must be in (0, 100]",
                "defocus-blur, levels: [{radius: 51, alias-blur: 1}] | levels[0].radius is 51.0 but must be in (0, 50]",
                "defocus-blur, levels: [{radius: 1, alias-blur: 0}] | levels[0].alias-blur is 0.0 but must be in (0, 50]",
                "motion-blur, levels: [{radius: 0, sigma: 1}] | levels[0].radius is 0.0 but must be in (0, 50]",
                "motion-blur, levels: [{radius: 1, sigma: .nan}] | levels[0].sigma is NaN but must be in (0, 1000]",
                "contrast, factor: [-0.1] | factor[0] is -0.1 but must be in [0, 100]",
                "brightness, offset: [2] | offset[0] is 2.0 but must be in [-1, 1]",
                "saturate, levels: [{factor: -1, offset: 0}] | levels[0].factor is -1.0 but must be in [0, 100]",
                "saturate, levels: [{factor: 1, offset: 1.5}] | levels[0].offset is 1.5 but must be in [0, 1]",
                "jpeg, quality: [0] | quality[0] is 0 but must be in [1, 100]",
                "jpeg, quality: [7.5] | quality[0] is 7.5 but must be a whole number",
                "pixelate, share: [0] | share[0] is 0.0 but must be in (0, 1]",
                "quantize, bits: [9] | bits[0] is 9 but must be in [1, 8]",
                "rotate, radians: [4] | radians[0] is 4.0 but must be in [0, π]",
                "shear, radians: [1.6] | radians[0] is 1.6 but must be in [0, π/2)",
                "scale, factor: [0] | factor[0] is 0.0 but must be in [0.01, 100]",
                "translate, pixels: [-1] | pixels[0] is -1.0 but must be in [0, 1000]",
                "glass-blur, levels: [{sigma: 0, distance: 1, passes: 1}] | levels[0].sigma is 0.0 but must be in (0, 100]",
                "glass-blur, levels: [{sigma: 1, distance: 0, passes: 1}] | levels[0].distance is 0 but must be in [1, 50]",
                "glass-blur, levels: [{sigma: 1, distance: 1, passes: 11}] | levels[0].passes is 11 but must be in [1, 10]",
                "zoom-blur, levels: [{farthest: 0.9, step: 0.1}] | levels[0].farthest is 0.9 but must be in [1, 4]",
                "zoom-blur, levels: [{farthest: 2, step: 0}] | levels[0].step is 0.0 but must be in [0.001, 1]",
                "fog, levels: [{strength: 0, decay: 2}] | levels[0].strength is 0.0 but must be in (0, 100]",
                "fog, levels: [{strength: 1, decay: 0.5}] | levels[0].decay is 0.5 but must be in [1, 10]",
                "frost, levels: [{image: 2, frost: 1}] | levels[0].image is 2.0 but must be in [0, 1]",
                "snow, levels: [{mean: 2, std: 1, zoom: 1, threshold: 1, radius: 1, sigma: 1, kept: 1}] | levels[0].mean is 2.0 but must be in [0, 1]",
                "elastic-transform, levels: [{strength: -1, sigma: 0, move: 0}] | levels[0].strength is -1.0 but must be in [0, 10]",
                "spatter, levels: [{mean: 0.6, std: 0.1, sigma: 1, threshold: 0.7, strength: 2, liquid: water}] | levels[0].strength is 2.0 but must be in (0, 1] for water",
                "spatter, levels: [{mean: 0.6, std: 0.1, sigma: 1, threshold: 0.7, strength: 2, liquid: oil}] | levels[0].liquid is oil but must be one of water, mud",
                "stripe, share: [0.6] | share[0] is 0.6 but must be in [0, 0.5]",
                "zigzag, reach: [0] | reach[0] is 0.0 but must be in (0, 28]",
                "canny-edges, sigma: [11] | sigma[0] is 11.0 but must be in (0, 10]",
                "inverse, amount: [2] | amount[0] is 2.0 but must be in [0, 1]",
                "translate, pixel: [1] | corruption.pixel is not a key; did you mean pixels?"
            })
    void aWrongSettingIsOneLine(String keys, String message) {
        assertThatThrownBy(() -> Corruptions.read("type: " + keys))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message.startsWith("corruption") ? message : "corruption." + message);
    }

    private static Image apply(Corruption corruption, Image image, int severity, long seed) {
        return corruption.apply(image, severity, Corruptions.NORMALIZATION, new SplittableRandom(seed));
    }
}
