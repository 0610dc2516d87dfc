package org.meanfield.spark.dl4j;

import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.meanfield.image.ImageShape;
import org.meanfield.spark.Round;
import org.meanfield.spark.Shard;
import org.meanfield.spark.Trainer;
import org.meanfield.spark.Training;
import org.meanfield.tables.RoundRow;
import org.meanfield.train.Batch;
import org.meanfield.train.Batches;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.NetworkState;
import org.meanfield.train.RoundPlan;
import org.meanfield.train.State;
import org.meanfield.train.TrainSettings;
import org.meanfield.train.UpdaterPolicy;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Baseline trainer: one epoch per round by DL4J's own {@code ParameterAveragingTrainingMaster}, with the job's network,
 * shards and mini-batches. A row has the score of the last average as its loss; values that DL4J does not report are
 * NaN.
 */
public final class Dl4jTrainer implements Trainer {
    private final JavaSparkContext context;
    private final TrainSettings settings;
    private final RoundPlan plan;
    private final JavaRDD<Shard> shards;
    private final Broadcast<Training> training;
    private final SparkComputationGraph graph;

    /** Creates a trainer; the shards are read by the executors in the first epoch and stay there. */
    public Dl4jTrainer(JavaSparkContext context, Training training) {
        this.context = context;
        this.settings = training.settings();
        this.plan = training.plan();
        this.shards = Shard.rdd(context, training.splits(), plan);
        this.training = context.broadcast(training);
        this.graph = new SparkComputationGraph(
                context,
                training.learner().network(),
                new ParameterAveragingTrainingMaster.Builder(plan.workers(), plan.batch())
                        .batchSizePerWorker(plan.batch())
                        .averagingFrequency(settings.localSteps())
                        .saveUpdater(settings.updater() == UpdaterPolicy.AVERAGE)
                        .rddTrainingApproach(RDDTrainingApproach.Direct)
                        .rngSeed(training.learner().seed())
                        .build());
    }

    @Override
    public RoundResult round(State state, int round) {
        ComputationGraph network = graph.getNetwork();
        NetworkState.load(state, network);
        UserNetwork.count(network, state.steps(), round);
        long until = plan.stepsAfter(round + 1);
        context.setJobDescription(String.format(Locale.ROOT, "Epoch %d of %d by DL4J", round + 1, plan.rounds()));
        JavaRDD<MultiDataSet> batches = shards.flatMap(new EpochBatches(training, state.steps(), until));
        long start = System.nanoTime();
        graph.fitMultiDataSet(batches);
        double seconds = Round.seconds(start, System.nanoTime());
        batches.unpersist(); // DL4J has cached it and does not release it
        RoundRow row = new RoundRow(
                round + 1,
                round + 1,
                (int) (until - state.steps()),
                plan.samples(),
                graph.getScore(),
                settings.learningRate(until - 1, plan.totalSteps()),
                0,
                seconds,
                Double.NaN,
                0,
                0,
                plan.samples() / seconds,
                Double.NaN,
                Double.NaN);
        return new RoundResult(NetworkState.of(network, until), row);
    }

    @Override
    public void close() {
        shards.unpersist();
        training.destroy();
    }

    /** The mini-batches of a worker's steps {@code from} … {@code until} − 1, as DL4J data sets. */
    record EpochBatches(Broadcast<Training> training, long from, long until)
            implements FlatMapFunction<Shard, MultiDataSet> {
        @Override
        public Iterator<MultiDataSet> call(Shard shard) {
            LearnerSettings learner = training.value().learner();
            Batches batches = training.value().batches(shard);
            return LongStream.range(from, until)
                    .mapToObj(batches::of)
                    .flatMap(Optional::stream)
                    .map(batch -> dataSet(batch, learner.shape(), learner.classes()))
                    .iterator();
        }

        private static MultiDataSet dataSet(Batch batch, ImageShape shape, int classes) {
            long[] images = {batch.examples(), shape.channels(), shape.height(), shape.width()};
            return new org.nd4j.linalg.dataset.MultiDataSet(
                    Nd4j.create(batch.features(), images, 'c'),
                    Nd4j.create(batch.labels(), new long[] {batch.examples(), classes}, 'c'));
        }
    }
}
