package org.meanfield.job.train;

import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.data.Split;
import org.meanfield.evaluate.Predictions;
import org.meanfield.evaluate.Scored;
import org.meanfield.evaluate.Scoring;
import org.meanfield.spark.Evaluator;
import org.meanfield.spark.Recalibrator;
import org.meanfield.spark.Scorer;
import org.meanfield.spark.TrainLoop;
import org.meanfield.spark.Trainer;
import org.meanfield.spark.Training;
import org.meanfield.spark.TrainingResult;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.train.State;
import org.meanfield.train.checkpoint.Checkpoint;

/**
 * A training, or a stretch of one, in rounds over the cluster.
 *
 * @param book takes its checkpoints
 * @param progress is shown each round
 */
public record RoundsTraining(PreparedJob prepared, RunRecorder book, RoundProgress progress) {
    /** Trains from {@code start} until {@code until} rounds are over; at the end of the training it is tested too. */
    public TrainingResult run(JavaSparkContext context, Checkpoint start, int until) throws InterruptedException {
        Training training = prepared.training();
        TrainLoop loop = new TrainLoop(
                training.settings(),
                training.plan(),
                prepared.job().checkpoint().rounds(),
                start,
                new Watcher());
        Recalibrator recalibrator = Recalibrator.over(context, training);
        Optional<String> diverged;
        try (Trainer trainer = Trainer.of(context, training)) {
            diverged = loop.run(
                    trainer, scorer(context, training, Split.VALIDATION).map(recalibrator::before), until);
        }
        if (diverged.isPresent() || until < training.plan().rounds()) {
            return new TrainingResult(loop.here(), diverged.orElse(""), Predictions.none());
        }
        Checkpoint end = loop.here();
        if (end.round() > start.round()) {
            // Before the test, so that a run that is stopped here tests once when it goes on.
            book.keep(end);
        }
        State selected = recalibrator.recalibrated(end.selected());
        Scored scored = scorer(context, training, Split.TEST).orElseThrow().score(selected.parameters());
        loop.evaluated(Split.TEST.label(), end.selectedRound(), scored.score());
        return new TrainingResult(loop.here().withSelected(selected), "", scored.predictions());
    }

    private Optional<Scorer> scorer(JavaSparkContext context, Training training, Split split) {
        return training.splits().count(split) == 0
                ? Optional.empty()
                : Optional.of(new Evaluator(
                        context, training.learner(), new Scoring(training.splits(), training.normalization(), split)));
    }

    private final class Watcher implements TrainLoop.Watcher {
        @Override
        public void checkpoint(Checkpoint point) {
            book.keep(point);
        }

        @Override
        public void round(List<RoundRow> rounds, List<EvaluationRow> evaluations) {
            progress.show(prepared.plan(), rounds, evaluations);
        }
    }
}
