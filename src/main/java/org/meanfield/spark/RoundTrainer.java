package org.meanfield.spark;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.meanfield.augment.Augmentation;
import org.meanfield.data.Dataset;
import org.meanfield.data.Normalization;
import org.meanfield.metrics.RoundRow;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.RoundPlan;
import org.meanfield.train.State;
import org.meanfield.train.TrainSettings;
import org.meanfield.train.WeightedMean;
import org.meanfield.train.WorkerResult;

/**
 * Takes rounds: the state goes out by broadcast, each worker takes its local steps where its shard is, and the ordered,
 * weighted mean of what they bring back, after the outer step, is the next state.
 */
public final class RoundTrainer implements AutoCloseable {
    /** A round's outcome; its row still lacks what the checkpoint cost. */
    public record Outcome(State state, RoundRow row) {}

    private final JavaSparkContext context;
    private final TrainSettings settings;
    private final RoundPlan plan;
    private final JavaRDD<Shard> shards;
    private final Broadcast<TrainWorker.Work> work;

    /** Creates a trainer; the shards are read by the executors in the first round and stay there. */
    public RoundTrainer(
            JavaSparkContext context,
            TrainSettings settings,
            List<Augmentation> augment,
            RoundPlan plan,
            LearnerSettings learner,
            Dataset dataset,
            Normalization normalization) {
        this.context = context;
        this.settings = settings;
        this.plan = plan;
        List<Integer> workers = IntStream.range(0, plan.workers()).boxed().toList();
        this.shards = context.parallelize(workers, plan.workers())
                .map(new Shard.Read(dataset, plan))
                .persist(StorageLevel.MEMORY_AND_DISK());
        this.work = context.broadcast(
                new TrainWorker.Work(learner, plan, normalization, settings.labelSmoothing(), augment));
    }

    /** Takes round {@code round}, from 0, from the state after the rounds before it. */
    public Outcome round(State state, int round) {
        long until = plan.stepsAfter(round + 1);
        long start = System.nanoTime();
        Broadcast<State> broadcast = context.broadcast(state);
        long sent = System.nanoTime();
        context.setJobDescription("Round %d of %d".formatted(round + 1, plan.rounds()));
        List<WorkerResult> results =
                shards.map(new TrainWorker(work, broadcast, until)).collect();
        long computed = System.nanoTime();
        State mean = WeightedMean.of(results, until);
        State next = settings.updater().apply(settings.averaging().outerStep(state, mean));
        long reduced = System.nanoTime();
        broadcast.destroy();

        long examples = results.stream().mapToLong(WorkerResult::examples).sum();
        RoundRow row = new RoundRow(
                round + 1,
                plan.epoch(until - 1) + 1,
                (int) (until - state.steps()),
                examples,
                lossSum(results) / examples,
                settings.learningRate(until - 1, plan.totalSteps()),
                seconds(start, sent),
                seconds(sent, computed),
                results.stream().mapToDouble(WorkerResult::seconds).max().orElseThrow(),
                seconds(computed, reduced),
                0,
                examples / seconds(start, reduced),
                WeightedMean.divergence(results, mean));
        return new Outcome(next, row);
    }

    @Override
    public void close() {
        shards.unpersist();
        work.destroy();
    }

    /** In the order of the workers, so that the bits of the sum are always the same. */
    private static double lossSum(List<WorkerResult> results) {
        return results.stream()
                .sorted(WeightedMean.BY_WORKER)
                .mapToDouble(WorkerResult::lossSum)
                .reduce(0, Double::sum);
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }
}
