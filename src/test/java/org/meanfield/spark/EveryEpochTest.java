package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.meanfield.config.RecordWriter;
import org.meanfield.job.train.TrainJob;
import org.meanfield.job.train.TrialScore;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.testing.Jobs;
import org.meanfield.train.checkpoint.Checkpoint;

final class EveryEpochTest {
    private static TrainJob job(String... changes) {
        String[] all = Arrays.copyOf(changes, changes.length + 3);
        all[changes.length] = "data.train=40";
        all[changes.length + 1] = "data.validation=20";
        all[changes.length + 2] = "train.epochs=3";
        return Jobs.tiny(all);
    }

    private static List<EvaluationRow> of(Checkpoint end, String split) {
        return LocalRun.rows(end, split);
    }

    @Test
    void trainAndTestAreScoredAfterEachEpochAndChangeNothing() throws InterruptedException {
        Checkpoint plain = LocalRun.of(job());
        Checkpoint studied = LocalRun.of(job("train.evaluate=every-epoch"));

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
        Checkpoint plain = LocalRun.of(job(best));
        Checkpoint studied = LocalRun.of(job(best, "train.evaluate=every-epoch"));
        assertThat(studied.selectedRound()).isEqualTo(plain.selectedRound());
        assertThat(studied.selected().sha256()).isEqualTo(plain.selected().sha256());
        assertThat(TrialScore.of(studied.evaluations())).isEqualTo(TrialScore.of(plain.evaluations()));
    }

    @Test
    void theKeyIsLeftOutWhereItHasItsDefault() {
        assertThat(RecordWriter.toJson(job())).doesNotContain("evaluate");
        assertThat(RecordWriter.toJson(job("train.evaluate=every-epoch"))).contains("\"evaluate\":\"every-epoch\"");
    }
}
