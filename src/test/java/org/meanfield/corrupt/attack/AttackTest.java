package org.meanfield.corrupt.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.config.InvalidInputException;
import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;

final class AttackTest {
    private static final ImageShape SHAPE = new ImageShape(1, 1, 4);
    /** Of a loss that is linear in the pixels. */
    private static final float[] GRADIENT = {3, -4, 0, 0};

    private static SplittableRandom stream(int index) {
        return new SplittableRandom(100 + index);
    }

    private static Image image(double... pixels) {
        Image image = new Image(new ImageShape(1, 1, pixels.length));
        for (int i = 0; i < pixels.length; i++) {
            image.pixels()[i] = (float) pixels[i];
        }
        return image;
    }

    private static Image[] linear(Image... images) {
        return Arrays.stream(images).map(any -> new Image(SHAPE, GRADIENT)).toArray(Image[]::new);
    }

    private static double distance(Norm norm, Image a, Image b) {
        double largest = 0;
        double squares = 0;
        for (int i = 0; i < a.pixels().length; i++) {
            double gap = (double) a.pixels()[i] - b.pixels()[i];
            largest = Math.max(largest, Math.abs(gap));
            squares += gap * gap;
        }
        return norm == Norm.LINF ? largest : Math.sqrt(squares);
    }

    @Test
    void fgsmMovesEachValueByEpsilonInTheDirectionOfTheSign() throws InterruptedException {
        Image[] attacked = new Fgsm(Norm.LINF, List.of(51.0, 25.5), "")
                .apply(new Image[] {image(0.5, 0.5, 0.5, 1), image(0.9, 0.1, 0, 1)}, 1, AttackTest::linear, AttackTest::stream);
        assertThat(attacked[0].pixels()).containsExactly(new float[] {0.7f, 0.3f, 0.5f, 1}, within(1e-6f));
        assertThat(attacked[1].pixels()).containsExactly(new float[] {1, 0, 0, 1}, within(1e-6f)); // clipped
    }

    @Test
    void itsEuclideanStepIsAlongTheGradient() throws InterruptedException {
        Image[] attacked = new Fgsm(Norm.L2, List.of(51.0), "")
                .apply(new Image[] {image(0.5, 0.5, 0.5, 0.5)}, 1, AttackTest::linear, AttackTest::stream);
        assertThat(attacked[0].pixels()).containsExactly(new float[] {0.62f, 0.34f, 0.5f, 0.5f}, within(1e-6f));
    }

    /** The best within ε of a linear loss is FGSM's, wherever the ascent starts. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pgdOfALinearLossEndsWhereFgsmDoes(boolean randomStart) throws InterruptedException {
        float[] everywhere = {3, -4, 1, 2};
        Attack.LossGradient gradient = images ->
                Stream.of(images).map(any -> new Image(SHAPE, everywhere)).toArray(Image[]::new);
        Image[] start = {image(0.5, 0.5, 0.5, 0.5)};
        Image fgsm = new Fgsm(Norm.LINF, List.of(8.0), "").apply(start, 1, gradient, AttackTest::stream)[0];
        Image pgd = new Pgd(Norm.LINF, List.of(8.0), 10, 0.25, randomStart, "").apply(start, 1, gradient, AttackTest::stream)[0];
        assertThat(pgd.pixels()).containsExactly(fgsm.pixels(), within(1e-6f));
    }

    /** Of the loss ‖x − c‖², which grows away from c. */
    @Test
    void itsEuclideanAscentEndsOppositeOfTheCentre() throws InterruptedException {
        Attack.LossGradient away = images -> Stream.of(images)
                .map(x -> image(2 * (x.pixels()[0] - 0.5), 2 * (x.pixels()[1] - 0.5)))
                .toArray(Image[]::new);
        Image attacked = new Pgd(Norm.L2, List.of(51.0), 10, 0.25, false, "")
                .apply(new Image[] {image(0.53, 0.46)}, 1, away, AttackTest::stream)[0];
        // From c the image is at (0.03, −0.04), of length 0.05: ε = 0.2 farther on that way.
        assertThat(attacked.pixels()).containsExactly(new float[] {0.65f, 0.30f}, within(1e-4f));
    }

    static List<Attack> all() {
        return List.of(
                new Fgsm(Norm.LINF, List.of(), ""),
                new Fgsm(Norm.L2, List.of(), ""),
                new Pgd(Norm.LINF, List.of(), 5, 0.7, true, ""),
                new Pgd(Norm.L2, List.of(), 5, 0.7, true, ""),
                new UniversalNoise(Norm.LINF, List.of()),
                new UniversalNoise(Norm.L2, List.of()));
    }

    @ParameterizedTest
    @MethodSource("all")
    void staysWithinEpsilonAndTheRangeOfImagesAndLeavesItsInputAlone(Attack attack) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(3);
        Image[] images = new Image[4];
        Arrays.setAll(images, i -> image(random.doubles(48).toArray()));
        Image[] before = Stream.of(images).map(Image::copy).toArray(Image[]::new);
        Attack.LossGradient noise = some -> Stream.of(some)
                .map(any -> image(random.doubles(48, -1, 1).toArray()))
                .toArray(Image[]::new);
        boolean isL2 = attack.parameter(1).startsWith("l2");
        Norm norm = isL2 ? Norm.L2 : Norm.LINF;
        assertThat(attack.severities()).isEqualTo(5);
        for (int severity = 1; severity <= 5; severity++) {
            double epsilon = (isL2 ? 32 : 1) * Math.pow(2, severity - 1) / 255;
            Image[] attacked = attack.apply(images, severity, noise, AttackTest::stream);
            for (int i = 0; i < images.length; i++) {
                assertThat(images[i].pixels()).containsExactly(before[i].pixels());
                assertThat(distance(norm, attacked[i], images[i])).isBetween(epsilon / 20, epsilon + 1e-6);
                for (float pixel : attacked[i].pixels()) {
                    assertThat(pixel).isBetween(0f, 1f);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void drawsByTheStreamsAlone(Attack attack) throws InterruptedException {
        Image[] images = {image(0.5, 0.5, 0.5, 0.5), image(0.5, 0.5, 0.5, 0.5)};
        Image[] one = attack.apply(images, 2, AttackTest::linear, AttackTest::stream);
        Image[] again = attack.apply(images, 2, AttackTest::linear, AttackTest::stream);
        Image[] other = attack.apply(images, 2, AttackTest::linear, index -> new SplittableRandom(-index));
        assertThat(again[1].pixels()).containsExactly(one[1].pixels());
        assertThat(Arrays.equals(other[0].pixels(), one[0].pixels())).isEqualTo(!attack.isRandom());
    }

    @ParameterizedTest
    @MethodSource("norms")
    void universalNoiseIsOneOfExactlyThatNorm(Norm norm) {
        Image[] images = {image(0.5, 0.5, 0.5, 0.5), image(0.4, 0.6, 0.5, 0.5)};
        Image[] noisy = new UniversalNoise(norm, List.of(25.5)).apply(images, 1, AttackTest::linear, AttackTest::stream);
        for (int i = 0; i < 2; i++) {
            assertThat(distance(norm, noisy[i], images[i])).isCloseTo(0.1, within(1e-6));
        }
        for (int k = 0; k < 4; k++) {
            assertThat(noisy[1].pixels()[k] - images[1].pixels()[k])
                    .isCloseTo(noisy[0].pixels()[k] - images[0].pixels()[k], within(1e-6f));
        }
    }

    static Norm[] norms() {
        return Norm.values();
    }

    /** In n dimensions a share of rⁿ of a ball's points is within r of its centre. */
    @Test
    void randomStartsFillTheBall() {
        int inner = 0;
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 4000; i++) {
            Image drawn = image(0, 0);
            Norm.L2.draw(drawn, 2, random);
            double distance = distance(Norm.L2, drawn, image(0, 0));
            assertThat(distance).isLessThan(2 + 1e-6);
            inner += distance < 1 ? 1 : 0;
        }
        assertThat(inner / 4000.0).isCloseTo(0.25, within(0.03));
    }

    @Test
    void saysItsSettings() {
        assertThat(new Fgsm(Norm.LINF, List.of(), "").parameter(4)).isEqualTo("linf=8/255 for=own");
        assertThat(new Pgd(Norm.L2, List.of(127.5), 20, 0.1, true, "other-0123abcd").parameter(1))
                .isEqualTo("l2=127.5/255 steps=20 for=other-0123abcd");
        assertThat(new UniversalNoise(Norm.L2, List.of()).parameter(5)).isEqualTo("l2=512/255");
        assertThat(Stream.of("fgsm", "pgd", "universal-noise")).allMatch(Attack::isName);
        assertThat(Stream.of("gaussian-noise", "clean", "")).noneMatch(Attack::isName);
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThatThrownBy(() -> new Fgsm(Norm.LINF, List.of(8.0, 300.0), ""))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("epsilon[1] is 300.0 but must be in (0, 255], in 255ths");
        assertThatThrownBy(() -> new UniversalNoise(Norm.L2, List.of(-1.0)))
                .hasMessage("epsilon[0] is -1.0 but must be positive, in 255ths");
        assertThatThrownBy(() -> new Pgd(Norm.LINF, List.of(), 0, 0.25, true, ""))
                .hasMessage("steps is 0 but must be in 1 … 1000");
        assertThatThrownBy(() -> new Pgd(Norm.LINF, List.of(), 1, 2.5, true, ""))
                .hasMessage("step-size is 2.5 but must be in (0, 2]");
        assertThatThrownBy(() -> new Fgsm(Norm.L2, List.of(600.0), "").check("attacks[0]", SHAPE))
                .hasMessage("attacks[0].epsilon[0] is 600.0 but must be in (0, 510] for images of 1×1×4, in 255ths");
        assertThatThrownBy(() -> new Fgsm(Norm.LINF, List.of(), "").parameter(6))
                .hasMessage("severity is 6 but must be in 1 … 5");
    }
}
