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
                Optional<Batch> next = batches.of(step);
                if (next.isPresent()) {
                    Batch batch = next.get();
                    Nd4j.getRandom().setSeed(Seeds.of(settings.seed(), Seeds.Purpose.DROPOUT, worker, step));
                    double loss =
                            localStep.take(network, features(batch.features(), batch.examples()), labels(batch), step);
                    examples += batch.examples();
                    lossSum += loss * batch.examples();
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            State end = NetworkState.of(network, until);
            return WorkerResult.of(worker, state, end, examples, lossSum, seconds);
        });
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
        return thread.run(() -> {
            if (inputGradients.isEmpty()) {
                inputGradients = Optional.of(new InputGradients(settings));
            }
            INDArray wanted = labels.with(targets, examples, settings.classes());
            return inputGradients.get().of(parameters, features(features, examples), wanted, objective);
        });
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

    private INDArray labels(Batch batch) {
        return labels.with(batch.labels(), batch.examples(), settings.classes());
    }
}
