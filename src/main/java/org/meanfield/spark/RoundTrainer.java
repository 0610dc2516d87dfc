package org.meanfield.spark;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.meanfield.train.OuterStep;
import org.meanfield.train.RoundPlan;
import org.meanfield.train.State;
import org.meanfield.train.TrainSettings;
import org.meanfield.train.WorkerResult;

/**
 * Takes rounds: the state goes out by broadcast, each worker takes its local steps where its shard is, and the ordered,
 * weighted mean of what they bring back, after the outer step, is the next state.
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
        context.setJobDescription("Round %d of %d".formatted(round + 1, plan.rounds()));
        Round taken =
                Round.take(context, shards, state, until, broadcast -> new TrainWorker(training, broadcast, until));
        return taken.outcome(settings, plan, outerStep, state, round, localStepsSeconds(taken.results()));
    }

    /** Where there are fewer cores than workers, one takes its steps after the other. */
    private double localStepsSeconds(List<WorkerResult> results) {
        DoubleSummaryStatistics seconds =
                results.stream().mapToDouble(WorkerResult::seconds).summaryStatistics();
        int sideBySide = Math.min(results.size(), context.defaultParallelism());
        return Math.max(seconds.getMax(), seconds.getSum() / sideBySide);
    }

    @Override
    public void close() {
        shards.unpersist();
        training.destroy();
    }
}
