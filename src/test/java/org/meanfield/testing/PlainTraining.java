package org.meanfield.testing;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.meanfield.config.Seeds;
import org.meanfield.data.Normalization;
import org.meanfield.data.Split;
import org.meanfield.image.LabelledImages;
import org.meanfield.job.train.TrainJob;
import org.meanfield.train.LearnerSettings;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a job means, said a second time and plainly: the shards and batches by the design's words, the steps by DL4J's own
 * {@code fit}, on one thread.
 */
public final class PlainTraining {
    private final TrainJob job;
    private final LabelledImages images;
    private final Normalization normalization;
    private final ComputationGraph network;

    /** Creates one that stands before the first step. */
    public PlainTraining(TrainJob job) {
        this.job = job;
        this.images = images(job);
        this.normalization = normalization(job);
        LearnerSettings learner = job.learner(images.count());
        this.network = new ComputationGraph(ComputationGraphConfiguration.fromJson(learner.configuration()));
        network.init();
        float[] initial = learner.initialState(job.model(), job.initializer()).parameters();
        network.params()
                .assign(Nd4j.createFromArray(initial).reshape(network.params().shape()));
    }

    /** Returns the training images of a job. */
    public static LabelledImages images(TrainJob job) {
        return job.data().load(Split.TRAIN);
    }

    /** Returns what a network sees of them. */
    public static Normalization normalization(TrainJob job) {
        return Normalization.of(images(job));
    }

    /** Returns the training images that a worker owns. */
    public int[] shard(int worker) {
        int[] all = Seeds.permutation(images.count(), Seeds.stream(1, Seeds.Purpose.SHARD));
        int workers = job.train().workers();
        return Arrays.copyOfRange(all, images.count() * worker / workers, images.count() * (worker + 1) / workers);
    }

    /** Returns the training images of a worker's step; none where its shard is used up. */
    public int[] samples(int worker, long step) {
        int[] shard = shard(worker);
        int batch = job.train().batch();
        int largest = (int) Math.ceil((double) images.count() / job.train().workers());
        int stepsPerEpoch = (int) Math.ceil((double) largest / batch);
        int[] order = Seeds.permutation(
                shard.length, Seeds.stream(job.seed(), Seeds.Purpose.SHUFFLE, step / stepsPerEpoch, worker));
        return Arrays.stream(order)
                .skip(step % stepsPerEpoch * batch)
                .limit(batch)
                .map(i -> shard[i])
                .toArray();
    }

    /** Takes a step of worker 0 on {@code samples} and returns the loss before it. */
    public double fit(long step, int[] samples) {
        Nd4j.getRandom().setSeed(Seeds.of(job.seed(), Seeds.Purpose.DROPOUT, 0, step));
        network.fit(new DataSet(features(samples), labels(samples)));
        return network.score();
    }

    /** Returns where it stands. */
    public float[] parameters() {
        return network.params().toFloatVector();
    }

    /** Returns the optimizer's state; empty for one without. */
    public float[] updater() {
        INDArray state = network.getUpdater().getStateViewArray();
        return state == null ? new float[0] : state.toFloatVector();
    }

    private INDArray features(int[] samples) {
        int size = images.shape().size();
        int plane = size / images.shape().channels();
        float[] features = new float[samples.length * size];
        for (int i = 0; i < features.length; i++) {
            int channel = i % size / plane;
            float level = (images.pixels().get(samples[i / size] * size + i % size) & 0xff) / 255f;
            features[i] =
                    (level - normalization.mean()[channel]) / normalization.std()[channel];
        }
        return Nd4j.create(
                features,
                new long[] {
                    samples.length,
                    images.shape().channels(),
                    images.shape().height(),
                    images.shape().width()
                },
                'c');
    }

    private INDArray labels(int[] samples) {
        int classes = job.data().classes();
        double smoothing = job.train().labelSmoothing();
        INDArray labels = Nd4j.zeros(samples.length, classes).assign(smoothing / classes);
        for (int i = 0; i < samples.length; i++) {
            labels.putScalar(i, images.labels()[samples[i]], 1 - smoothing + smoothing / classes);
        }
        return labels;
    }
}
