package org.meanfield.job.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meanfield.config.RecordReader;
import org.meanfield.job.common.Console;
import org.meanfield.job.train.TrialScore;
import org.meanfield.storage.Progress;
import org.meanfield.sweep.TrialResult;
import org.meanfield.tables.RunStatus;
import org.meanfield.testing.Sweeps;

/** The lines of a sweep of two cells with two seeds each, by a clock that stands still. */
final class SweepConsoleTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Console console =
            new Console(new PrintStream(bytes, true, StandardCharsets.UTF_8), Console.Mode.LINES, () -> 0);
    private final SweepPlan plan = SweepPlan.of(
            RecordReader.read(
                    Sweeps.HALVING
                            .replace("[0.1, 0.05, 0.01, 1e30]", "[0.1, 0.05]")
                            .replace("seeds: 1", "seeds: 2"),
                    "sweep.yaml",
                    SweepJob.class,
                    List.of()),
            Progress.SILENT);
    private final SweepStatus status = new SweepStatus(plan);
    private SweepProgress progress;

    @BeforeEach
    void create() {
        progress = new SweepProgress(plan, console, status);
    }

    @Test
    void eachTrialThatEndsHasALine() {
        ended(0, RunStatus.FINISHED, Optional.of(new TrialScore(0.875, 0.8125)), "", "the loss never fell");
        ended(1, RunStatus.FINISHED, Optional.of(new TrialScore(Double.NaN, 0.5)), "");
        ended(2, RunStatus.RUNNING, Optional.empty(), "");
        ended(3, RunStatus.DIVERGED, Optional.empty(), "round 2 diverged");
        progress.stopped(plan.trials().get(2));

        String cell = "(train.optimizer.learning-rate=0.1, seed ";
        String other = "(train.optimizer.learning-rate=0.05, seed ";
        assertThat(said())
                .containsExactly(
                        "trial " + id(0) + " " + cell + seed(0) + ") finished: validation 87.50 %, test 81.25 %",
                        "trial " + id(0) + " " + cell + seed(0) + ") finished: warning: the loss never fell",
                        "trial " + id(1) + " " + cell + seed(1) + ") finished: test 50.00 %",
                        "trial " + id(3) + " " + other + seed(3) + ") diverged: round 2 diverged",
                        "trial " + id(2) + " " + other + seed(2) + ") stopped-early");
    }

    @Test
    void theLeaderboardIsByValidation() {
        status.set(id(0), RunStatus.FINISHED, Optional.of(new TrialScore(0.5, 0.75)));
        status.set(id(1), RunStatus.FINISHED, Optional.of(new TrialScore(0.75, 0.25)));
        status.set(id(2), RunStatus.FINISHED, Optional.of(new TrialScore(0.875, 0.125)));
        status.set(id(3), RunStatus.FAILED, Optional.empty());

        SweepSummary.say(console, plan, status, "/out/sweeps/x/best.yaml");

        assertThat(said())
                .containsExactly(
                        plan.id() + ": 3 of 4 trials finished, 0 stopped early, 0 diverged, 1 failed",
                        "   1  validation 87.50 %, test 12.50 %, mean of 1 seed: train.optimizer.learning-rate=0.05",
                        "   2  validation 62.50 %, test 50.00 %, mean of 2 seeds: train.optimizer.learning-rate=0.1",
                        "  best job /out/sweeps/x/best.yaml");
    }

    private void ended(int trial, RunStatus end, Optional<TrialScore> score, String reason, String... warnings) {
        progress.ended(
                plan.trials().get(trial),
                new TrialOutcome(end, new TrialResult(id(trial), 1, 0.5), score, reason, List.of(warnings)));
    }

    private String id(int trial) {
        return plan.trials().get(trial).id();
    }

    private long seed(int trial) {
        return plan.trials().get(trial).job().seed();
    }

    private List<String> said() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
