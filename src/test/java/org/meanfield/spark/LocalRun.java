package org.meanfield.spark;

import java.util.List;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.engine.Engines;
import org.meanfield.job.train.TrainJob;
import org.meanfield.storage.Progress;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.train.Learner;
import org.meanfield.train.checkpoint.Checkpoint;

/** A whole training in this thread, without Spark and without files. */
public final class LocalRun {
    private LocalRun() {}

    /** Trains a job, and returns its end, with the test's row. */
    public static Checkpoint of(TrainJob job) throws InterruptedException {
        Splits splits = job.data().used(Splits.open(job.data(), Progress.SILENT), job.seed());
        int images = splits.count(Split.TRAIN);
        Training training = new Training(
                job.train(),
                job.augment(),
                job.train().plan(images),
                job.learner(images),
                splits,
                splits.normalization());
        Checkpoint first = Checkpoint.first(job.initialState(training.learner()));
        TrainLoop loop = new TrainLoop(training, Integer.MAX_VALUE, first, new Unwatched());
        try (Learner learner = Engines.learner(training.learner());
                Trainer trainer = LocalTrainer.of(training, learner)) {
            return loop.run(
                            trainer,
                            Recalibrator.with(learner, training),
                            scoring -> parameters -> scoring.all(learner, parameters),
                            Until.rounds(training.plan().rounds()))
                    .end();
        }
    }

    /** Returns the rows of a split. */
    public static List<EvaluationRow> rows(Checkpoint end, String split) {
        return end.evaluations().stream()
                .filter(row -> row.split().equals(split))
                .toList();
    }

    private record Unwatched() implements TrainLoop.Watcher {
        @Override
        public void checkpoint(Checkpoint point) {
            throw new IllegalStateException("no checkpoint was asked for");
        }

        @Override
        public void round(List<RoundRow> rounds, List<EvaluationRow> evaluations) {
            // The caller has all rows at the end.
        }

        @Override
        public void trained(Checkpoint end) {
            // The caller gets it with the test's row.
        }
    }
}
