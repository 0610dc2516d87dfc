package org.meanfield.spark;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.meanfield.storage.WriteGuard;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.train.Learner;
import org.meanfield.train.checkpoint.Checkpoint;
import org.meanfield.train.checkpoint.CheckpointSettings;
import org.meanfield.train.checkpoint.Checkpoints;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole training, or one rung of it, as a single Spark task: from the newest checkpoint of its run, or else from the
 * initial state, with the same bits as in rounds over the cluster. The task writes checkpoints, from which it resumes
 * when Spark or a user retries it, and returns the result.
 *
 * @param first the initial state
 * @param output the output root
 * @param runId the run, whose checkpoints are its own
 * @param guard of the lease on them
 * @param until where it ends; after the last round of the training the model is tested too
 */
public record PackedTraining(
        Training training,
        InitialState first,
        CheckpointSettings checkpoint,
        String output,
        String runId,
        WriteGuard guard,
        Until until)
        implements Function<Integer, TrainingResult> {
    private static final Logger LOG = LoggerFactory.getLogger(PackedTraining.class);

    /** Runs the task on any executor with a free core, and waits for it. */
    public TrainingResult run(JavaSparkContext context) {
        JobNames.set(
                context,
                "rounds up to " + until.rounds() + " of " + training.plan().rounds());
        return context.parallelize(List.of(0), 1).map(this).collect().get(0);
    }

    @Override
    public TrainingResult call(Integer ignored) throws InterruptedException {
        Checkpoints checkpoints = new Checkpoints(output, runId, checkpoint.keep());
        Checkpoint start =
                checkpoints.find(LOG::warn).orElseGet(() -> Checkpoint.first(first.initialState(training.learner())));
        TrainLoop loop =
                new TrainLoop(training, checkpoint.rounds(), start, new CheckpointWriter(checkpoints, training, guard));
        try (Learner learner = Learners.create(training.learner());
                Trainer trainer = LocalTrainer.of(training, learner)) {
            return loop.run(
                    trainer,
                    Recalibrator.with(learner, training),
                    scoring -> parameters -> scoring.all(learner, parameters),
                    until);
        }
    }

    private record CheckpointWriter(Checkpoints checkpoints, Training training, WriteGuard guard)
            implements TrainLoop.Watcher {
        @Override
        public void checkpoint(Checkpoint point) {
            guard.check();
            checkpoints.write(point, training.learner().configuration());
        }

        @Override
        public void round(List<RoundRow> rounds, List<EvaluationRow> evaluations) {
            // The driver reads the rows from the result.
        }

        @Override
        public void trained(Checkpoint end) {
            // The result follows within seconds, and a checkpoint would cost more than the test.
        }
    }
}
