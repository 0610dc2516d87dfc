package org.meanfield.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.meanfield.data.Normalization;
import org.meanfield.engine.Engines;
import org.meanfield.image.LabelledImages;
import org.meanfield.model.init.FanMode;
import org.meanfield.model.init.KaimingNormal;
import org.meanfield.model.init.Nonlinearity;
import org.meanfield.train.Batches;
import org.meanfield.train.GradientClipping;
import org.meanfield.train.Learner;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.RoundPlan;
import org.meanfield.train.State;
import org.meanfield.train.TorchEngine;

/** Measures a learner of the engine torch by whole rounds: a state in, local steps on batches made of bytes, a state out. */
final class LearnerLane {
    private static final int STEPS = 20;

    private final Map<Key, Measured> learners = new HashMap<>();

    private record Key(Workload workload, int batch) {}

    private record Measured(Learner learner, State state, Batches batches, int batch, float[] features) {
        static Measured of(Key key) {
            Workload workload = key.workload();
            int count = 50 * key.batch();
            LearnerSettings settings = new LearnerSettings(
                    workload.own().toJson(),
                    workload.shape(),
                    Workload.CLASSES,
                    new GradientClipping.None(),
                    1,
                    new TorchEngine(
                            TorchEngine.Device.valueOf(System.getProperty("device", "CPU")),
                            TorchEngine.Precision.valueOf(System.getProperty("precision", "FLOAT32"))));
            byte[] pixels = new byte[count * workload.shape().size()];
            new SplittableRandom(1).nextBytes(pixels);
            byte[] labels = new byte[count];
            for (int i = 0; i < count; i++) {
                labels[i] = (byte) (i % Workload.CLASSES);
            }
            LabelledImages images = new LabelledImages(workload.shape(), pixels, labels);
            Normalization normalization = Normalization.of(images);
            RoundPlan plan = new RoundPlan(count, 1, key.batch(), STEPS, Integer.MAX_VALUE, 0);
            LabelledImages first = images.select(IntStream.range(0, key.batch()).toArray());
            return new Measured(
                    Engines.learner(settings),
                    settings.initialState(
                            workload.architecture(), new KaimingNormal(FanMode.FAN_IN, Nonlinearity.RELU)),
                    new Batches(plan, 1, 0, images, normalization, Workload.CLASSES, 0, List.of()),
                    key.batch(),
                    Batches.features(first, normalization));
        }

        int round() throws InterruptedException {
            return (int) learner.localSteps(state, STEPS, 0, batches).examples();
        }

        int score() throws InterruptedException {
            return learner.probabilities(state.parameters(), features, batch).length / Workload.CLASSES;
        }
    }

    private interface Work {
        int images() throws InterruptedException;
    }

    /** Returns the images per second in training. */
    double train(Workload workload, int batch, double seconds) {
        return rate(seconds, learners.computeIfAbsent(new Key(workload, batch), Measured::of)::round);
    }

    /** Returns the images per second in inference, with the parameters loaded for each batch. */
    double infer(Workload workload, int batch, double seconds) {
        return rate(seconds, learners.computeIfAbsent(new Key(workload, batch), Measured::of)::score);
    }

    private static double rate(double seconds, Work work) {
        try {
            work.images();
            long start = System.nanoTime();
            double passed = 0;
            long images = 0;
            while (passed < seconds) {
                images += work.images();
                passed = (System.nanoTime() - start) / 1e9;
            }
            return images / passed;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
