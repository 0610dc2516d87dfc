package org.meanfield.train;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.meanfield.config.Seeds;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A learner over a DL4J computation graph. */
public final class Dl4jLearner implements Learner {
    private final LearnerSettings settings;
    // ND4J's generator and workspaces belong to a thread, so the network keeps to one.
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Dl4jLearner::daemon);
    private final ComputationGraph network;
    private final LocalStep localStep;

    /** Creates one with a network of its own. */
    public Dl4jLearner(LearnerSettings settings) {
        this.settings = settings;
        this.network = settings.network();
        this.localStep = new LocalStep(settings.clipping());
    }

    @Override
    public WorkerResult localSteps(State state, long until, int worker, Batches batches) throws InterruptedException {
        return onThread(() -> {
            long start = System.nanoTime();
            load(state);
            long examples = 0;
            double lossSum = 0;
            for (long step = state.steps(); step < until; step++) {
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
            return new WorkerResult(worker, network.params().toFloatVector(), updater(), examples, lossSum, seconds);
        });
    }

    @Override
    public float[] probabilities(float[] parameters, float[] features, int examples) throws InterruptedException {
        return onThread(() -> {
            network.params()
                    .assign(Nd4j.createFromArray(parameters)
                            .reshape(network.params().shape()));
            return network.outputSingle(false, features(features, examples))
                    .dup('c')
                    .data()
                    .asFloat();
        });
    }

    @Override
    public void close() {
        thread.shutdown();
    }

    private void load(State state) {
        network.params()
                .assign(Nd4j.createFromArray(state.parameters())
                        .reshape(network.params().shape()));
        INDArray view = updaterView();
        if (view != null) {
            view.assign(Nd4j.createFromArray(state.updater()).reshape(view.shape()));
        }
    }

    private float[] updater() {
        INDArray view = updaterView();
        return view == null ? new float[0] : view.toFloatVector();
    }

    private INDArray updaterView() {
        return network.getUpdater(true).getStateViewArray();
    }

    private INDArray features(float[] pixels, int examples) {
        return Nd4j.create(
                pixels,
                new long[] {
                    examples,
                    settings.shape().channels(),
                    settings.shape().height(),
                    settings.shape().width()
                },
                'c');
    }

    private INDArray labels(Batch batch) {
        return Nd4j.create(batch.labels(), new long[] {batch.examples(), settings.classes()}, 'c');
    }

    private <T> T onThread(Callable<T> work) throws InterruptedException {
        try {
            return thread.submit(work).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A learner failed: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "learner");
        thread.setDaemon(true);
        return thread;
    }
}
