package org.meanfield.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.InvalidInputException;
import org.meanfield.data.Splits;
import org.meanfield.tables.RoundRow;
import org.meanfield.testing.Rows;
import org.meanfield.testing.SweepTables;

final class RunningRunTest {
    private static final Instant WRITTEN = Instant.parse("2026-11-20T10:00:00Z");

    @TempDir
    private Path output;

    @Test
    void theRestTakesAsLongPerEpochAsWhatIsDone() {
        // 2.5 of 10 epochs took 50 s.
        RunningRun run = new RunningRun(10, 2.5, Rows.round(25, 3, 100, 0.5), 50, WRITTEN);

        assertThat(run.left().orElseThrow()).isCloseTo(150, within(1e-9));
        assertThat(run.end()).contains(WRITTEN.plusSeconds(150));
        assertThat(new RunningRun(10, 1, Rows.round(2, 1, 100, 0.5), 5, WRITTEN).end())
                .as("the length of the first epoch is not known before its end")
                .isEmpty();
    }

    @Test
    void onlyARunInProgressWithRoundsHasOne() {
        SweepTables tables = new SweepTables(output, "sweep-1");
        tables.run("run-running", "", 1, "running", "");
        tables.course("run-running", 1, 2);
        tables.finished("run-finished", "", 2, 100);
        Results results = new Results(output.toString());
        RunData running = results.run("run-running");
        RunData finished = results.run("run-finished");

        RunningRun found = RunningRun.of(running, running.rounds()).orElseThrow();
        assertThat(found.last()).isEqualTo(Rows.round(2, 2, 100, 1.5));
        assertThat(found.seconds()).isEqualTo(2);
        assertThat(found.written())
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        assertThat(RunningRun.of(finished, finished.rounds())).isEmpty();
        assertThat(RunningRun.of(running, List.<RoundRow>of())).isEmpty();
        assertThat(TrainPage.of(running, new NoImages()).html())
                .contains(
                        "<b>2 of 2</b><span>epoch of the last round, round 2; as of ", "estimated end of the training");
    }

    private static final class NoImages implements TestImages {
        @Override
        public Splits open(RunData run) {
            throw new InvalidInputException("it is not there");
        }

        @Override
        public List<String> files(RunData run) {
            return List.of();
        }

        @Override
        public ClassNames names(RunData run) {
            return ClassNames.NONE;
        }
    }
}
