package org.meanfield.spark;

import java.util.Iterator;
import java.util.List;
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
import org.meanfield.augment.Augmentation;
import org.meanfield.data.Normalization;
import org.meanfield.data.Splits;
import org.meanfield.image.ImageShape;
import org.meanfield.metrics.RoundRow;
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
 * The baseline: an epoch at a time by DL4J's own {@code ParameterAveragingTrainingMaster}, with the network, the shards and
 * the mini-batches of the job. Of what a row has it tells the score of the last average; what it does not tell is NaN.
 */
public final class Dl4jTrainer implements Trainer {
    private final JavaSparkContext context;
    private final TrainSettings settings;
    private final RoundPlan plan;
    private final JavaRDD<Shard> shards;
    private final Broadcast<TrainWorker.Work> work;
    private final SparkComputationGraph graph;

    /** Creates a trainer; the shards are read by the executors in the first epoch and stay there. */
    public Dl4jTrainer(
            JavaSparkContext context,
            TrainSettings settings,
            List<Augmentation> augment,
            RoundPlan plan,
            LearnerSettings learner,
            Splits splits,
            Normalization normalization) {
        this.context = context;
        this.settings = settings;
        this.plan = plan;
        this.shards = Shard.rdd(context, splits, plan);
        this.work = context.broadcast(
                new TrainWorker.Work(learner, plan, normalization, settings.labelSmoothing(), augment));
        this.graph = new SparkComputationGraph(
                context,
                learner.network(),
                new ParameterAveragingTrainingMaster.Builder(plan.workers(), plan.batch())
                        .batchSizePerWorker(plan.batch())
                        .averagingFrequency(settings.localSteps())
                        .saveUpdater(settings.updater() == UpdaterPolicy.AVERAGE)
                        .rddTrainingApproach(RDDTrainingApproach.Direct)
                        .rngSeed(learner.seed())
                        .build());
    }

    @Override
    public Outcome round(State state, int round) {
        ComputationGraph network = graph.getNetwork();
        NetworkState.load(state, network);
        UserNetwork.count(network, state.steps(), round);
        long until = plan.stepsAfter(round + 1);
        context.setJobDescription("Epoch %d of %d by DL4J".formatted(round + 1, plan.rounds()));
        JavaRDD<MultiDataSet> batches = shards.flatMap(new EpochBatches(work, state.steps(), until));
        long start = System.nanoTime();
        graph.fitMultiDataSet(batches);
        double seconds = Round.seconds(start, System.nanoTime());
        batches.unpersist(); // DL4J has cached it, and leaves it there
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
        return new Outcome(NetworkState.of(network, until), row);
    }

    @Override
    public void close() {
        shards.unpersist();
        work.destroy();
    }

    /** The mini-batches of a worker's steps {@code from} … {@code until} − 1, in DL4J's terms. */
    record EpochBatches(Broadcast<TrainWorker.Work> work, long from, long until)
            implements FlatMapFunction<Shard, MultiDataSet> {
        @Override
        public Iterator<MultiDataSet> call(Shard shard) {
            LearnerSettings learner = work.value().learner();
            Batches batches = work.value().batches(shard);
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
