package org.meanfield.job.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meanfield.config.RecordReader;
import org.meanfield.job.train.TrialScore;
import org.meanfield.storage.Progress;
import org.meanfield.tables.RunStatus;
import org.meanfield.testing.Sweeps;

/** Two cells with two seeds each. */
final class SweepStatusTest {
    private static SweepPlan plan;

    private SweepStatus status;

    @BeforeAll
    static void openPlan() {
        String sweep = Sweeps.HALVING
                .replace("[0.1, 0.05, 0.01, 1e30]", "[0.1, 0.05]")
                .replace("seeds: 1", "seeds: 2");
        plan = SweepPlan.of(RecordReader.read(sweep, "sweep.yaml", SweepJob.class, List.of()), Progress.SILENT);
    }

    @BeforeEach
    void create() {
        status = new SweepStatus(plan);
    }

    @Test
    void theBestCellHasTheHighestMeanOverItsFinishedTrials() {
        finished(0, new TrialScore(0.9, 0.5));
        finished(1, new TrialScore(0.5, 0.5));
        finished(2, new TrialScore(0.8, 0.25));
        assertThat(status.best().orElseThrow().cell()).isEqualTo("train.optimizer.learning-rate=0.05");
        finished(3, new TrialScore(0.5, 0.75));
        assertThat(status.best().orElseThrow().cell()).isEqualTo("train.optimizer.learning-rate=0.1");
        assertThat(status.best().orElseThrow().score()).isEqualTo(new TrialScore(0.7, 0.5));
    }

    @Test
    void ofEqualCellsTheFirstIsBest() {
        finished(2, new TrialScore(0.5, 0.1));
        finished(0, new TrialScore(0.5, 0.1));
        assertThat(status.best().orElseThrow().cell()).isEqualTo("train.optimizer.learning-rate=0.1");
    }

    @Test
    void theJsonCountsTrialsByTheirLastStatus() {
        status.set(trial(0), RunStatus.RUNNING, Optional.empty());
        status.set(trial(0), RunStatus.FAILED, Optional.empty());
        status.set(trial(1), RunStatus.STOPPED_EARLY, Optional.empty());
        status.set(trial(2), RunStatus.DIVERGED, Optional.empty());
        assertThat(status.best()).isEmpty();
        assertThat(status.json().toString())
                .isEqualTo("{\"sweep_id\":\"%s\",\"trials\":4,\"finished\":0,\"stopped_early\":1,\"diverged\":1,\"failed\":1}"
                        .formatted(plan.id()));
    }

    @Test
    void theJsonSaysWhichSplitHasChosenTheBestCell() {
        finished(0, new TrialScore(0.75, 0.5));
        assertThat(status.json().path("selected_by").asText()).isEqualTo("validation_accuracy");
        assertThat(status.json().path("validation_accuracy").asDouble()).isEqualTo(0.75);
        SweepStatus untested = new SweepStatus(plan);
        untested.set(trial(0), RunStatus.FINISHED, Optional.of(new TrialScore(Double.NaN, 0.5)));
        assertThat(untested.json().path("selected_by").asText()).isEqualTo("test_accuracy");
        assertThat(untested.json().has("validation_accuracy")).isFalse();
    }

    private void finished(int trial, TrialScore score) {
        status.set(trial(trial), RunStatus.FINISHED, Optional.of(score));
    }

    private static String trial(int number) {
        return plan.trials().get(number).id();
    }
}
