package org.meanfield.corrupt;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;
import org.meanfield.image.Kernel;

/** The outcomes of {@code src/test/python/corruptions.py}, by NumPy and SciPy. */
final class ReferenceTest {
    /** The file has six digits, and single precision takes a few roundings of 6e-8 to each of up to 300 products. */
    private static final float ROUNDING = 3e-6f;

    /** So many that each of four directions is drawn but once in a thousand million. */
    private static final int DRAWS = 80;

    /** A line of the file. */
    record Outcome(String corruption, int severity, String drawn, ImageShape shape, float[] values) {
        private static Outcome of(String line) {
            String[] cells = line.split(",", -1);
            float[] values = new float[cells.length - 6];
            for (int i = 0; i < values.length; i++) {
                values[i] = Float.parseFloat(cells[6 + i]);
            }
            ImageShape shape =
                    new ImageShape(Integer.parseInt(cells[3]), Integer.parseInt(cells[4]), Integer.parseInt(cells[5]));
            return new Outcome(cells[0], Integer.parseInt(cells[1]), cells[2], shape, values);
        }

        private boolean matches(Image image) {
            boolean near = image.pixels().length == values.length;
            for (int i = 0; near && i < values.length; i++) {
                near = Math.abs(values[i] - image.pixels()[i]) <= ROUNDING;
            }
            return near;
        }
    }

    private static List<Outcome> outcomes() throws IOException {
        try (InputStream csv = ReferenceTest.class.getResourceAsStream("corruptions.csv")) {
            return new String(csv.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(Outcome::of)
                    .toList();
        }
    }

    /** The outcomes of a severity on an image, one for each of what can be drawn. */
    static Stream<Named<List<Outcome>>> conditions() throws IOException {
        return outcomes().stream()
                .filter(outcome -> !outcome.corruption.equals("motion-blur"))
                .collect(groupingBy(
                        outcome -> "%s %d of %s".formatted(outcome.corruption, outcome.severity, outcome.shape),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .entrySet()
                .stream()
                .map(entry -> Named.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void eachOutcomeIsOneOfTheReferenceAndEachOfTheReferenceComes(List<Outcome> possible) {
        Outcome first = possible.get(0);
        Corruption corruption = Corruptions.read("type: " + first.corruption);
        Set<String> seen = new HashSet<>();
        for (int seed = 0; seed < (corruption.isRandom() ? DRAWS : 1); seed++) {
            Image corrupted = corruption.apply(
                    Corruptions.image(first.shape),
                    first.severity,
                    Corruptions.NORMALIZATION,
                    new SplittableRandom(seed));
            List<String> matching = possible.stream()
                    .filter(outcome -> outcome.matches(corrupted))
                    .map(Outcome::drawn)
                    .toList();
            assertThat(matching).as(Arrays.toString(corrupted.pixels())).isNotEmpty();
            seen.addAll(matching);
        }
        assertThat(seen).hasSize(possible.size());
    }

    static Stream<Named<Outcome>> trails() throws IOException {
        return outcomes().stream()
                .filter(outcome -> outcome.corruption.equals("motion-blur"))
                .map(outcome ->
                        Named.of("%d at %s° of %s".formatted(outcome.severity, outcome.drawn, outcome.shape), outcome));
    }

    @ParameterizedTest
    @MethodSource("trails")
    void aTrailIsThatOfTheReference(Outcome outcome) {
        String[] parameter = new MotionBlur(List.of())
                .parameter(outcome.severity, outcome.shape)
                .split("[= ]", -1);
        Kernel trail = Kernel.trail(
                Double.parseDouble(parameter[1]), Double.parseDouble(parameter[3]), Double.parseDouble(outcome.drawn));
        Image blurred = trail.apply(Corruptions.image(outcome.shape));
        assertThat(outcome.matches(blurred))
                .as(Arrays.toString(blurred.pixels()))
                .isTrue();
    }

    @Test
    void motionIsInADirectionEvenlyDrawnWithin45DegreesOfTheRight() {
        MotionBlur blur = new MotionBlur(List.of(new MotionBlur.Level(10, 1e3)));
        // One bright pixel leaves a trail to the left, whose farthest pixel shows the angle.
        Image dot = new Image(new ImageShape(1, 61, 61));
        dot.pixels()[30 * 61 + 30] = 1;
        int[] perOctant = new int[4];
        for (int seed = 0; seed < 400; seed++) {
            float[] pixels = blur.apply(dot, 1, Corruptions.NORMALIZATION, new SplittableRandom(seed))
                    .pixels();
            double farthest = 0;
            for (int i = 0; i < pixels.length; i++) {
                double x = 30 - i % 61;
                double y = 30 - i / 61;
                if (pixels[i] > 0 && Math.hypot(x, y) > 19) {
                    farthest = Math.toDegrees(Math.atan2(y, x));
                }
            }
            assertThat(farthest).isBetween(-46.0, 46.0);
            perOctant[(int) Math.min(3, Math.max(0, (farthest + 45) / 22.5))]++;
        }
        // Five standard errors of 400 draws, and two for the rounding of the farthest pixel by up to 2°.
        assertThat(Arrays.stream(perOctant)).allMatch(count -> count > 100 - 60 && count < 100 + 60);
    }
}
