package org.meanfield.spark;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.meanfield.train.OuterStep;
import org.meanfield.train.RoundPlan;
import org.meanfield.train.State;
import org.meanfield.train.TrainSettings;
import org.meanfield.train.WorkerResult;

/**
 * Synchronous local SGD with periodic parameter averaging: the state is broadcast, each worker takes its local steps on
 * its shard, and the weighted mean of the results, after the outer step, is the next state.
 *
 * <p>The algorithm is local SGD (Stich 2019) or federated averaging (McMahan et al. 2017) with all workers in each
 * round: H local steps x_k ← x_k − γ·g(x_k) per worker from a common x, then x ← Σ n_k·x_k / Σ n_k with n_k the
 * examples of worker k; optimizer state is averaged the same way. {@link OuterStep} applies an outer optimizer to the
 * difference (SlowMo, Wang et al. 2020). A worker's result depends on the broadcast state and its shard only, never on
 * where or when it ran.
 *
 * <p>A round is a barrier: it waits for its slowest worker and never averages a subset. A worker whose executor is lost
 * or whose task fails is run again by Spark on another executor, from the same broadcast state and the same shard, read
 * again from its files, so the result has the same bits; up to {@code spark.task.maxFailures} attempts (one in local
 * mode), then the run fails. Executors that join later are checked before their results count. A run that failed or
 * lost its driver resumes from its newest checkpoint when it is started again.
 */
public final class RoundTrainer implements Trainer {
    private final JavaSparkContext context;
    private final TrainSettings settings;
    private final RoundPlan plan;
    private final OuterStep outerStep;
    private final JavaRDD<Shard> shards;
    private final Broadcast<Training> training;

    /** Creates a trainer; the shards are read by the executors in the first round and stay there. */
    public RoundTrainer(JavaSparkContext context, Training training) {
        this.context = context;
        this.settings = training.settings();
        this.plan = training.plan();
        this.outerStep = new OuterStep(settings, plan, training.learner().statistics());
        this.shards = Shard.rdd(context, training.splits(), plan);
        this.training = context.broadcast(training);
    }

    @Override
    public RoundResult round(State state, int round) {
        long until = plan.stepsAfter(round + 1);
        JobNames.set(
                context,
                String.format(
                        Locale.ROOT, "round %d of %d, epoch %d", round + 1, plan.rounds(), plan.epoch(until - 1) + 1));
        Round result =
                Round.take(context, shards, state, until, broadcast -> new TrainWorker(training, broadcast, until));
        return result.outcome(settings, plan, outerStep, state, round, localStepsSeconds(result.results()));
    }

    /** With fewer cores than workers, some workers run one after the other. */
    private double localStepsSeconds(List<WorkerResult> results) {
        DoubleSummaryStatistics seconds =
                results.stream().mapToDouble(WorkerResult::seconds).summaryStatistics();
        int parallel = Math.min(results.size(), Slots.of(context));
        return Math.max(seconds.getMax(), seconds.getSum() / parallel);
    }

    @Override
    public void close() {
        shards.unpersist();
        training.destroy();
    }
}
