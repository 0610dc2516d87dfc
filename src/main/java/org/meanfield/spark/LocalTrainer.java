package org.meanfield.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.meanfield.train.Batches;
import org.meanfield.train.Learner;
import org.meanfield.train.OuterStep;
import org.meanfield.train.RoundPlan;
import org.meanfield.train.State;
import org.meanfield.train.WeightedMean;
import org.meanfield.train.WorkerResult;

/**
 * Trainer in one thread, without Spark: the workers take their local steps one after the other; mean and outer step are
 * those of a {@link RoundTrainer}, and so are the bits.
 */
final class LocalTrainer implements Trainer {
    private final Training training;
    private final Learner learner;
    private final OuterStep outerStep;
    private final List<Batches> workers;

    private LocalTrainer(Training training, Learner learner, List<Batches> workers) {
        this.training = training;
        this.learner = learner;
        this.workers = workers;
        this.outerStep = new OuterStep(
                training.settings(), training.plan(), training.learner().statistics());
    }

    /** Creates a trainer and reads the shards; the caller closes the learner. */
    static LocalTrainer of(Training training, Learner learner) {
        RoundPlan plan = training.plan();
        Shard.Read read = new Shard.Read(training.splits(), plan);
        return new LocalTrainer(
                training,
                learner,
                IntStream.range(0, plan.workers())
                        .mapToObj(worker -> training.batches(read.call(worker)))
                        .toList());
    }

    @Override
    public RoundResult round(State state, int round) throws InterruptedException {
        long until = training.plan().stepsAfter(round + 1);
        long start = System.nanoTime();
        List<WorkerResult> results = new ArrayList<>();
        State common = state.forWorkers();
        for (int worker = 0; worker < workers.size(); worker++) {
            results.add(learner.localSteps(common, until, worker, workers.get(worker)));
        }
        long computed = System.nanoTime();
        WeightedMean mean = WeightedMean.of(results, state, until);
        long reduced = System.nanoTime();
        Round taken = new Round(results, mean, 0, Round.seconds(start, computed), Round.seconds(computed, reduced));
        double localSteps = results.stream().mapToDouble(WorkerResult::seconds).sum();
        return taken.outcome(training.settings(), training.plan(), outerStep, state, round, localSteps);
    }

    @Override
    public void close() {
        // Shards are cached by the JVM, and the caller closes the learner.
    }
}
