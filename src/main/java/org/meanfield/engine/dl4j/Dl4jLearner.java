package org.meanfield.engine.dl4j;

import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Seeds;
import org.meanfield.model.Freeze;
import org.meanfield.model.onednn.FixableParameters;
import org.meanfield.train.Batch;
import org.meanfield.train.Batches;
import org.meanfield.train.Consistency;
import org.meanfield.train.Learner;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.NetworkState;
import org.meanfield.train.Objective;
import org.meanfield.train.OwnThread;
import org.meanfield.train.State;
import org.meanfield.train.WorkerResult;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Learner with a DL4J computation graph. */
public final class Dl4jLearner implements Learner {
    private final LearnerSettings settings;
    private final OwnThread thread = new OwnThread();
    private final ComputationGraph network;
    private final LocalStep localStep;
    private final ReusableArray features = new ReusableArray();
    private final ReusableArray labels = new ReusableArray();
    /** Created on demand: few jobs need it. */
    private Optional<BatchStatistics> statistics = Optional.empty();
    /** Created on demand, too. */
    private Optional<InputGradients> inputGradients = Optional.empty();

    /** Creates a learner with its own network. */
    public Dl4jLearner(LearnerSettings settings) {
        this.settings = settings;
        this.network = settings.network();
        this.localStep = new LocalStep(settings.clipping());
    }

    /**
     * Checks that every frozen layer can be frozen here.
     *
     * @throws InvalidInputException if one is DL4J's own batch norm, which knows no training with fixed statistics
     */
    public static void check(LearnerSettings settings) {
        Freeze.frozen(ComputationGraphConfiguration.fromJson(settings.configuration()))
                .forEach((name, layer) -> {
                    if (layer instanceof BatchNormalization && !(layer instanceof FixableParameters)) {
                        throw new InvalidInputException(
                                "freeze names %s, which is DL4J's BatchNormalization but must be another layer with engine dl4j: engine: {type: torch} freezes it"
                                        .formatted(name));
                    }
                });
    }

    /**
     * Checks that the network has gradients with respect to its input.
     *
     * @throws InvalidInputException if one of its layers has none here
     */
    public static void checkInputGradient(LearnerSettings settings) {
        InputGradients.check(settings);
    }

    @Override
    public WorkerResult localSteps(State state, long until, int worker, Batches batches) throws InterruptedException {
        return thread.run(() -> {
            long start = System.nanoTime();
            NetworkState.load(state, network);
            long examples = 0;
            double lossSum = 0;
            for (long step = state.steps(); step < until; step++) {
                OwnThread.checkInterrupted();
                Optional<Batch> next = batches.of(step, this::gradient);
                if (next.isPresent()) {
                    Batch batch = next.get();
                    lossSum += step(batch, Seeds.of(settings.seed(), Seeds.Purpose.DROPOUT, worker, step), step);
                    examples += batch.examples();
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            State end = NetworkState.of(network, until);
            return WorkerResult.of(worker, state, end, examples, lossSum, seconds);
        });
    }

    /** Takes a step, and returns the sum of the losses before it. */
    private double step(Batch batch, long seed, long step) {
        INDArray images = features(batch.features(), batch.rows());
        if (batch.consistency() == 0) {
            Nd4j.getRandom().setSeed(seed);
            INDArray wanted = labels.with(batch.labels(), batch.examples(), settings.classes());
            return localStep.take(network, images, wanted, step) * batch.examples();
        }
        Consistency consistency = new Consistency(batch.consistency());
        Nd4j.getRandom().setSeed(seed);
        double[] probabilities = network.output(true, images)[0].dup('c').data().asDouble();
        double[] gradient = consistency.gradient(probabilities, batch.labels(), batch.examples());
        // DL4J's gradient of the mean over the rows is (p − t) / rows; with this t it is that of the consistency loss.
        float[] targets = new float[gradient.length];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = (float) (probabilities[i] - Consistency.VIEWS * gradient[i]);
        }
        Nd4j.getRandom().setSeed(seed); // the same dropout masks
        INDArray wanted = labels.with(targets, batch.rows(), settings.classes());
        localStep.take(network, features(batch.features(), batch.rows()), wanted, step);
        return consistency.loss(probabilities, batch.labels(), batch.examples());
    }

    @Override
    public float[] probabilities(float[] parameters, float[] features, int examples) throws InterruptedException {
        return thread.run(() -> {
            NetworkState.loadParameters(parameters, network);
            return network.outputSingle(false, features(features, examples))
                    .dup('c')
                    .data()
                    .asFloat();
        });
    }

    @Override
    public float[] statistics(float[] parameters, float[] features, int examples) throws InterruptedException {
        return thread.run(() -> {
            if (statistics.isEmpty()) {
                statistics = Optional.of(new BatchStatistics(settings));
            }
            return statistics.get().of(parameters, features(features, examples));
        });
    }

    @Override
    public float[] inputGradient(
            float[] parameters, float[] features, float[] targets, Objective objective, int examples)
            throws InterruptedException {
        return thread.run(() -> gradient(parameters, new Batch(features, targets, examples), objective));
    }

    /** Returns the gradient of the loss with the parameters that the network has. */
    private float[] gradient(Batch batch) {
        return gradient(network.params().dup('c').data().asFloat(), batch, Objective.LOSS);
    }

    private float[] gradient(float[] parameters, Batch batch, Objective objective) {
        if (inputGradients.isEmpty()) {
            inputGradients = Optional.of(new InputGradients(settings));
        }
        INDArray images = features(batch.features(), batch.examples());
        INDArray wanted = labels.with(batch.labels(), batch.examples(), settings.classes());
        return inputGradients.get().of(parameters, images, wanted, objective);
    }

    @Override
    public void close() {
        thread.close();
    }

    private INDArray features(float[] pixels, int examples) {
        return features.with(
                pixels,
                examples,
                settings.shape().channels(),
                settings.shape().height(),
                settings.shape().width());
    }
}
