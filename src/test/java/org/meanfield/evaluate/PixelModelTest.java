package org.meanfield.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.meanfield.data.Normalization;
import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;
import org.meanfield.train.Batches;
import org.meanfield.train.Learner;
import org.meanfield.train.Objective;
import org.meanfield.train.State;
import org.meanfield.train.WorkerResult;

/** Saliency, fooling images and class images of a linear model, of which they have closed forms. */
final class PixelModelTest {
    private static final ImageShape SHAPE = new ImageShape(2, 1, 2);
    private static final float[] STD = {0.5f, 0.25f};

    /** The weights of the features for both classes. */
    private static final float[][] WEIGHTS = {{1, -2, 0.5f, 0}, {-1, 1, 1, 0}};

    private static final PixelModel MODEL =
            new PixelModel(new Linear(), new float[0], new Normalization(new float[] {0.5f, 0.5f}, STD), 2);

    /** Scores WEIGHTS · x. */
    private static final class Linear implements Learner {
        @Override
        public WorkerResult localSteps(State state, long until, int worker, Batches batches) {
            throw new UnsupportedOperationException();
        }

        @Override
        public float[] probabilities(float[] parameters, float[] features, int examples) {
            float[] probabilities = new float[2 * examples];
            for (int i = 0; i < examples; i++) {
                double difference = 0;
                for (int k = 0; k < 4; k++) {
                    difference += (WEIGHTS[0][k] - WEIGHTS[1][k]) * features[4 * i + k];
                }
                probabilities[2 * i] = (float) (1 / (1 + Math.exp(-difference)));
                probabilities[2 * i + 1] = 1 - probabilities[2 * i];
            }
            return probabilities;
        }

        @Override
        public float[] statistics(float[] parameters, float[] features, int examples) {
            throw new UnsupportedOperationException();
        }

        @Override
        public float[] inputGradient(
                float[] parameters, float[] features, float[] targets, Objective objective, int examples) {
            assertThat(objective).isEqualTo(Objective.SCORE);
            float[] gradient = new float[features.length];
            for (int i = 0; i < gradient.length; i++) {
                int image = i / 4;
                gradient[i] = targets[2 * image] * WEIGHTS[0][i % 4] + targets[2 * image + 1] * WEIGHTS[1][i % 4];
            }
            return gradient;
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }

    private static Image image(float... pixels) {
        return new Image(SHAPE, pixels);
    }

    @Test
    void saliencyIsTheLargestWeightOfAPixelOverItsChannels() throws InterruptedException {
        Image map = Saliency.of(MODEL, image(0.5f, 0.5f, 0.5f, 0.5f), 0);
        // Weights by the channel's standard deviation: 1 / 0.5 and 0.5 / 0.25; 2 / 0.5 and 0 / 0.25.
        assertThat(map.shape()).isEqualTo(new ImageShape(1, 1, 2));
        assertThat(map.pixels()).containsExactly(2, 4);
        assertThat(Saliency.picture(map).pixels()).containsExactly(1, 1); // from the 99th percentile on, here the lower
        assertThat(Saliency.picture(new Image(SHAPE)).pixels()).containsOnly(0);
    }

    /** Pixel by pixel d = (w₁ − w₀) / std = (−4, 6, 2, 0), of length √56; each step of 0.01 adds 0.01 · √56 to z₁ − z₀. */
    @Test
    void aFoolingImageTakesAsManyStepsAsItsMarginNeeds() throws InterruptedException {
        Image start = image(0.55f, 0.45f, 0.5f, 0.5f); // z₀ − z₁ = 4 · 0.05 + 6 · 0.05 = 0.5
        FoolingImage found = FoolingImage.of(MODEL, start, 0, 1, 0.01, 50);
        int steps = (int) Math.ceil(0.5 / (0.01 * Math.sqrt(56)));
        assertThat(found.fooled()).isTrue();
        assertThat(found.steps()).isEqualTo(steps).isEqualTo(7);
        assertThat(found.norm()).isCloseTo(0.07, within(1e-6));
        assertThat(found.largest()).isCloseTo(0.07 * 6 / Math.sqrt(56), within(1e-6));
        assertThat(found.confidence()).isCloseTo(1 / (1 + Math.exp(0.5 - 0.07 * Math.sqrt(56))), within(1e-5));
        assertThat(found.change(start).pixels())
                .containsExactly(new float[] {0.5f - 1 / 3f, 1, 0.5f + 1 / 6f, 0.5f}, within(1e-4f));
        assertThat(start.pixels()).containsExactly(0.55f, 0.45f, 0.5f, 0.5f);

        FoolingImage tooShort = FoolingImage.of(MODEL, start, 0, 1, 0.01, 6);
        assertThat(tooShort.fooled()).isFalse();
        assertThat(tooShort.steps()).isEqualTo(6);
    }

    @Test
    void classImagesHaveAHighScoreAndTheBitsOfTheirSeed() throws InterruptedException {
        ClassImages settings = new ClassImages(30, 0.05, 0.05, 0, 100, 0.5, 5);
        Image[] images = settings.draw(MODEL, SHAPE, 0);
        float[] probabilities = MODEL.probabilities(images);
        assertThat(probabilities[0]).isGreaterThan(0.75f);
        assertThat(probabilities[3]).isGreaterThan(0.75f);
        assertThat(settings.draw(MODEL, SHAPE, 0)[1].pixels()).containsExactly(images[1].pixels());
        assertThat(settings.draw(MODEL, SHAPE, 1)[1].pixels()).isNotEqualTo(images[1].pixels());
    }

    @Test
    void whatAShiftMovesOutComesInOnTheOtherSide() {
        Image image = new Image(new ImageShape(2, 2, 2), new float[] {1, 2, 3, 4, 5, 6, 7, 8});
        assertThat(ClassImages.shifted(image, 0, 1).pixels()).containsExactly(2, 1, 4, 3, 6, 5, 8, 7);
        assertThat(ClassImages.shifted(image, -1, 0).pixels()).containsExactly(3, 4, 1, 2, 7, 8, 5, 6);
        assertThat(ClassImages.shifted(ClassImages.shifted(image, 1, -1), -1, 1).pixels())
                .containsExactly(image.pixels());
    }
}
