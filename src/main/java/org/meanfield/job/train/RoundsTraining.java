package org.meanfield.job.train;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.spark.Evaluator;
import org.meanfield.spark.Recalibrator;
import org.meanfield.spark.RunGauges;
import org.meanfield.spark.TrainLoop;
import org.meanfield.spark.Trainer;
import org.meanfield.spark.Training;
import org.meanfield.spark.TrainingResult;
import org.meanfield.spark.Until;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.train.checkpoint.Checkpoint;

/**
 * A training, or one rung of it, in rounds over the cluster.
 *
 * @param recorder writes its checkpoints
 * @param progress shows each round
 */
public record RoundsTraining(PreparedJob prepared, RunRecorder recorder, RoundProgress progress) {
    /** Trains from {@code start} as far as {@code until}; at the end of the training it is tested too. */
    public TrainingResult run(JavaSparkContext context, Checkpoint start, Until until) throws InterruptedException {
        Training training = prepared.training();
        TrainLoop loop = new TrainLoop(training, prepared.job().checkpoint().rounds(), start, new Watcher());
        try (Trainer trainer = Trainer.of(context, training)) {
            return loop.run(
                    trainer,
                    Recalibrator.over(context, training),
                    scoring -> new Evaluator(context, training.learner(), scoring),
                    until);
        }
    }

    /** Tests the state that is selected at {@code end}, before the training has ended. */
    TrainingResult test(JavaSparkContext context, Checkpoint end) throws InterruptedException {
        Training training = prepared.training();
        return new TrainLoop(training, prepared.job().checkpoint().rounds(), end, new Watcher())
                .test(
                        Recalibrator.over(context, training),
                        scoring -> new Evaluator(context, training.learner(), scoring));
    }

    private final class Watcher implements TrainLoop.Watcher {
        @Override
        public void checkpoint(Checkpoint point) {
            recorder.keep(point);
        }

        @Override
        public void round(List<RoundRow> rounds, List<EvaluationRow> evaluations) {
            RunGauges.show(rounds, evaluations);
            progress.show(prepared.plan(), rounds, evaluations);
        }

        @Override
        public void trained(Checkpoint end) {
            recorder.keep(end);
        }
    }
}
