package org.meanfield.job.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.RecordReader;
import org.meanfield.job.common.RunStart;
import org.meanfield.storage.Progress;
import org.meanfield.storage.Tables;
import org.meanfield.sweep.TrialResult;
import org.meanfield.tables.RunStatus;
import org.meanfield.testing.SweepTables;
import org.meanfield.testing.Sweeps;

/** What a resumed sweep takes from its tables; each trial's validation accuracy after epoch e is e / 10. */
final class SweepHistoryTest {
    private static SweepPlan plan;

    @TempDir
    private Path output;

    private SweepTables tables;

    @BeforeAll
    static void openPlan() {
        plan = SweepPlan.of(
                RecordReader.read(Sweeps.HALVING, "sweep.yaml", SweepJob.class, List.of()), Progress.SILENT);
    }

    @BeforeEach
    void create() {
        tables = new SweepTables(output, plan.id());
    }

    @Test
    void emptyTablesAreNoHistory() {
        assertThat(history()).isEqualTo(SweepHistory.NONE);
    }

    @Test
    void aTrialThatWasStoppedOrKilledHasItsRungsAndNoEnd() {
        begun(0, "interrupted", 1);
        begun(1, "running", 1);
        begun(2, "interrupted");
        SweepHistory history = history();
        assertThat(history.results()).containsExactly(result(0, 1, 0.1), result(1, 1, 0.1));
        assertThat(history.ends()).isEmpty();
        assertThat(history.starts()).containsOnlyKeys(id(0), id(1), id(2));
        assertThat(history.starts().values()).extracting(RunStart::resumes).containsOnly(1);
    }

    @Test
    void whatTheSchedulerHasStoppedStaysStopped() {
        begun(0, "stopped-early", 1);
        assertThat(history().stopped()).containsExactly(id(0));
        assertThat(history().ends().get(id(0)).status()).isEqualTo(RunStatus.STOPPED_EARLY);
    }

    @Test
    void aDivergedTrialIsNotTrainedAgain() {
        begun(0, "diverged");
        SweepHistory history = history();
        assertThat(history.ends().get(id(0)).status()).isEqualTo(RunStatus.DIVERGED);
        assertThat(history.results()).hasSize(1).first().satisfies(result -> assertThat(result.score())
                .isNaN());
    }

    @Test
    void aFailedTrialIsTriedAgainUnlessAnotherIsPastItsRung() {
        begun(0, "failed");
        begun(1, "running", 1);
        assertThat(history().ends()).isEmpty();

        begun(1, "running", 1, 2);
        tables.finished(runId(1), plan.trials().get(1).cell().label(), 1, 150);
        // Without its model a trial has not finished, so nobody is past the first rung yet.
        assertThat(history().ends()).isEmpty();

        tables.run(runId(1), plan.trials().get(1).cell().label(), 1, "diverged", "");
        assertThat(history().ends().get(id(0)).status()).isEqualTo(RunStatus.FAILED);
    }

    private SweepHistory history() {
        return SweepHistory.of(plan, output.toString(), new Tables(output.toString()));
    }

    private void begun(int number, String status, int... epochs) {
        tables.run(runId(number), plan.trials().get(number).cell().label(), 1, status, "");
        tables.course(runId(number), epochs);
    }

    private static TrialResult result(int number, int epochs, double score) {
        return new TrialResult(id(number), epochs, score);
    }

    private static String id(int number) {
        return plan.trials().get(number).id();
    }

    private static String runId(int number) {
        return plan.trials().get(number).runId(plan.id());
    }
}
