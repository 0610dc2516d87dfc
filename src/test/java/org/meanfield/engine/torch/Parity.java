package org.meanfield.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.meanfield.data.Normalization;
import org.meanfield.engine.dl4j.Dl4jLearner;
import org.meanfield.image.LabelledImages;
import org.meanfield.job.train.TrainJob;
import org.meanfield.testing.PlainTraining;
import org.meanfield.train.Batches;
import org.meanfield.train.Learner;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.State;
import org.meanfield.train.TorchEngine;
import org.meanfield.train.WorkerResult;

/** Compares the learners of the two engines: from one state, over the same batches. */
final class Parity {
    /** On the processor; by {@code -Dmeanfield.device=CUDA} on a GPU, with its build of libtorch. */
    static final TorchEngine ENGINE = new TorchEngine(
            TorchEngine.Device.valueOf(System.getProperty("meanfield.device", "CPU")), TorchEngine.Precision.FLOAT32);

    /** By the local steps taken, the largest distance of two states as a share of the length of the way from the start. */
    private static final Map<Integer, Double> TOLERANCE = new TreeMap<>(Map.of(1, 5e-5, 5, 5e-5, 50, 5e-4));

    private final TrainJob job;
    private final LearnerSettings settings;
    private final LabelledImages images;
    private final Normalization normalization;

    Parity(TrainJob job, LearnerSettings settings) {
        this.job = job;
        this.settings = settings;
        this.images = PlainTraining.images(job);
        this.normalization = Normalization.of(images);
    }

    static Parity of(TrainJob job) {
        return new Parity(job, job.learner(PlainTraining.images(job).count()));
    }

    LearnerSettings settings() {
        return settings;
    }

    Batches batches() {
        return new Batches(
                job.train().plan(images.count()),
                job.seed(),
                0,
                images,
                normalization,
                job.data().classes(),
                job.train().labelSmoothing(),
                job.augment());
    }

    float[] features() {
        return Batches.features(images, normalization);
    }

    int examples() {
        return images.count();
    }

    /** Holds the steps, the loss, the probabilities and the statistics of libtorch to those of DL4J. */
    void check(State start) throws InterruptedException {
        try (Learner dl4j = new Dl4jLearner(settings);
                Learner torch = new TorchLearner(settings, ENGINE, 0)) {
            for (Map.Entry<Integer, Double> point : TOLERANCE.entrySet()) {
                int steps = point.getKey();
                WorkerResult theirs = dl4j.localSteps(start, steps, 0, batches());
                WorkerResult ours = torch.localSteps(start, steps, 0, batches());
                String what = "after %d steps".formatted(steps);
                assertThat(theirs.examples()).isPositive().isEqualTo(ours.examples());
                assertThat(ours.lossSum())
                        .as("loss " + what)
                        .isCloseTo(theirs.lossSum(), within(point.getValue() * theirs.lossSum()));
                assertThat(share(ours.parameters(), theirs.parameters(), start.parameters()))
                        .as("parameters " + what)
                        .isLessThan(point.getValue());
                assertThat(share(ours.updater(), theirs.updater(), start.updater()))
                        .as("optimizer state " + what)
                        .isLessThan(point.getValue());
                assertThat(ours.stepLength())
                        .isCloseTo(theirs.stepLength(), within(point.getValue() * theirs.stepLength()));
                checkScores(dl4j, torch, theirs.parameters());
            }
        }
    }

    /** Holds what is computed without a step, from the same parameters. */
    private void checkScores(Learner dl4j, Learner torch, float[] parameters) throws InterruptedException {
        float[] theirs = dl4j.probabilities(parameters, features(), examples());
        float[] ours = torch.probabilities(parameters, features(), examples());
        assertThat(largest(ours, theirs)).as("probabilities").isLessThan(2e-5);
        float[] measured = dl4j.statistics(parameters, features(), examples());
        float[] ofTorch = torch.statistics(parameters, features(), examples());
        assertThat(ofTorch).hasSameSizeAs(measured);
        double size =
                1 + Arrays.stream(toDoubles(measured)).map(Math::abs).max().orElse(0);
        assertThat(largest(ofTorch, measured)).as("statistics").isLessThan(2e-5 * size);
    }

    /** Returns the distance of two states as a share of the second's from the start; 0 for none. */
    static double share(float[] actual, float[] expected, float[] start) {
        assertThat(actual).hasSameSizeAs(expected);
        double way = distance(expected, start);
        return actual.length == 0 ? 0 : distance(actual, expected) / way;
    }

    private static double distance(float[] a, float[] b) {
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += Math.pow((double) a[i] - b[i], 2);
        }
        return Math.sqrt(squares);
    }

    static double largest(float[] a, float[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs((double) a[i] - b[i]));
        }
        return largest;
    }

    private static double[] toDoubles(float[] values) {
        double[] result = new double[values.length];
        Arrays.setAll(result, i -> values[i]);
        return result;
    }
}
