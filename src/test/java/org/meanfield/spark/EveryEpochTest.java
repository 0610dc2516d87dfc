package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.meanfield.config.RecordWriter;
import org.meanfield.data.Splits;
import org.meanfield.engine.Engines;
import org.meanfield.job.train.TrainJob;
import org.meanfield.job.train.TrialScore;
import org.meanfield.storage.Progress;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.testing.Jobs;
import org.meanfield.train.Learner;
import org.meanfield.train.checkpoint.Checkpoint;

final class EveryEpochTest {
    private static TrainJob job(String... changes) {
        String[] all = Arrays.copyOf(changes, changes.length + 3);
        all[changes.length] = "data.train=40";
        all[changes.length + 1] = "data.validation=20";
        all[changes.length + 2] = "train.epochs=3";
        return Jobs.tiny(all);
    }

    private static Checkpoint trained(TrainJob job) throws InterruptedException {
        Splits splits = job.data().used(Splits.open(job.data(), Progress.SILENT), job.seed());
        Training training = new Training(
                job.train(), job.augment(), job.train().plan(40), job.learner(40), splits, splits.normalization());
        Checkpoint first = Checkpoint.first(job.initialState(training.learner()));
        TrainLoop loop = new TrainLoop(training, 1000, first, new Unwatched());
        try (Learner learner = Engines.learner(training.learner());
                Trainer trainer = LocalTrainer.of(training, learner)) {
            return loop.run(
                            trainer,
                            Recalibrator.with(learner, training),
                            scoring -> parameters -> scoring.all(learner, parameters),
                            training.plan().rounds())
                    .end();
        }
    }

    private static List<EvaluationRow> of(Checkpoint end, String split) {
        return end.evaluations().stream()
                .filter(row -> row.split().equals(split))
                .toList();
    }

    @Test
    void trainAndTestAreScoredAfterEachEpochAndChangeNothing() throws InterruptedException {
        Checkpoint plain = trained(job());
        Checkpoint studied = trained(job("train.evaluate=every-epoch"));

        assertThat(of(plain, "train")).isEmpty();
        assertThat(of(studied, "train")).extracting(EvaluationRow::epoch).containsExactly(1, 2, 3);
        assertThat(of(studied, "train")).allMatch(row -> row.examples() == 40);
        List<EvaluationRow> tests = of(studied, EvaluationRow.TEST_EVERY_EPOCH);
        assertThat(tests).extracting(EvaluationRow::epoch).containsExactly(1, 2, 3);
        EvaluationRow test = of(studied, "test").get(0);
        assertThat(tests.get(2).loss()).isEqualTo(test.loss());
        assertThat(tests.get(0).loss()).isNotEqualTo(test.loss());
        assertThat(studied.selected().sha256()).isEqualTo(plain.selected().sha256());
        assertThat(of(studied, "validation")).isEqualTo(of(plain, "validation"));
        assertThat(studied.evaluations()).endsWith(test);
    }

    @Test
    void selectionLooksAtTheValidationSplitOnly() throws InterruptedException {
        String best = "train.select=best-validation";
        Checkpoint plain = trained(job(best));
        Checkpoint studied = trained(job(best, "train.evaluate=every-epoch"));
        assertThat(studied.selectedRound()).isEqualTo(plain.selectedRound());
        assertThat(studied.selected().sha256()).isEqualTo(plain.selected().sha256());
        assertThat(TrialScore.of(studied.evaluations())).isEqualTo(TrialScore.of(plain.evaluations()));
    }

    @Test
    void theKeyIsLeftOutWhereItHasItsDefault() {
        assertThat(RecordWriter.toJson(job())).doesNotContain("evaluate");
        assertThat(RecordWriter.toJson(job("train.evaluate=every-epoch"))).contains("\"evaluate\":\"every-epoch\"");
    }

    private record Unwatched() implements TrainLoop.Watcher {
        @Override
        public void checkpoint(Checkpoint point) {
            throw new IllegalStateException("no checkpoint was asked for");
        }

        @Override
        public void round(List<RoundRow> rounds, List<EvaluationRow> evaluations) {
            assertThat(rounds).isNotEmpty();
        }

        @Override
        public void trained(Checkpoint end) {
            assertThat(end.round()).isPositive();
        }
    }
}
