package org.meanfield.job.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.evaluate.Predictions;
import org.meanfield.job.common.Provenance;
import org.meanfield.job.common.RunOutcome;
import org.meanfield.job.common.RunStart;
import org.meanfield.job.common.StoppedException;
import org.meanfield.job.common.TrialKey;
import org.meanfield.job.mlflow.Mlflow;
import org.meanfield.spark.TrainingResult;
import org.meanfield.storage.Progress;
import org.meanfield.storage.Tables;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.ExecutorRow;
import org.meanfield.tables.PredictionRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.tables.RunRow;
import org.meanfield.tables.RunStatus;
import org.meanfield.testing.Jobs;
import org.meanfield.testing.LocalSpark;
import org.meanfield.testing.Rows;
import org.meanfield.train.State;
import org.meanfield.train.checkpoint.Checkpoint;

final class RunRecorderTest {
    private static final String RUN = "tiny-0123abcd";

    @TempDir
    private Path output;

    private Tables tables;
    private RunRecorder recorder;
    private State state;

    @BeforeEach
    void create() {
        TrainJob job = Jobs.tiny();
        PreparedJob prepared = PreparedJob.of(job, OpenData.of(job.data(), Progress.SILENT));
        state = job.initialState(prepared.learner());
        tables = new Tables(output.toString());
        Provenance provenance = new Provenance(
                "train",
                job.name(),
                job.seed(),
                job,
                RUN,
                TrialKey.NONE,
                prepared.data().hash(),
                0,
                0,
                List.of(new ExecutorRow("driver", "left", "CpuBackend", "avx2", "17.0.9")),
                "3.5.8",
                new RunStart(Instant.parse("2026-11-30T12:00:00Z"), 0, List.of()),
                () -> {},
                List.of("few images"));
        recorder = RunRecorder.of(prepared, output.toString(), tables, provenance, Mlflow.none());
    }

    @Test
    void aCheckpointIsKeptWithItsRows() {
        recorder.keep(after(1));
        recorder.keep(after(2));
        assertThat(rows(RoundRow.class)).isEqualTo(after(2).rounds());
        assertThat(rows(EvaluationRow.class)).isEqualTo(after(2).evaluations());
        assertThat(recorder.checkpoints().newest(line -> {}).rounds()).isEqualTo(after(2).rounds());
    }

    @Test
    void aFailureIsRecordedWithItsReason() {
        recorder.status(RunStatus.RUNNING, "");
        recorder.keep(after(1));
        assertThatCode(() -> recorder.endedEarly(new IllegalStateException("no space left"), LocalSpark.context()))
                .doesNotThrowAnyException();
        assertThat(run().status()).isEqualTo("failed");
        assertThat(run().reason()).isEqualTo("no space left");
        assertThat(rows(RoundRow.class)).isEqualTo(after(1).rounds());
    }

    @Test
    void stoppingIsRecordedAsAnInterruptionAtTheNewestCheckpoint() {
        recorder.keep(after(1));
        assertThatThrownBy(() -> recorder.endedEarly(
                        new IllegalStateException(new InterruptedException()), LocalSpark.context()))
                .isInstanceOf(StoppedException.class)
                .hasMessage(RUN + " stopped after round 1 of 2; --resume goes on");
        assertThat(run().status()).isEqualTo("interrupted");
        assertThat(run().reason()).isEqualTo("after round 1 of 2");
    }

    @Test
    void aDivergedRunKeepsItsLastRowAndNoModel() {
        RunOutcome outcome = recorder.diverged(after(1), "round 2 diverged");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.json().path("status").asText()).isEqualTo("diverged");
        assertThat(run().reason()).isEqualTo("round 2 diverged");
        assertThat(recorder.model().isThere()).isFalse();
    }

    @Test
    void aFinishedRunHasItsModelPredictionsAndResult() {
        Checkpoint end = after(2);
        RunOutcome outcome = recorder.finish(
                new TrainingResult(end, "", false, 0, Predictions.of(0, new float[] {0.75f, 0.25f}, new byte[] {1})),
                "");
        assertThat(outcome.json().path("test_accuracy").asDouble()).isEqualTo(0.5);
        assertThat(outcome.json().path("state_sha256").asText()).isEqualTo(state.sha256());
        assertThat(run().status()).isEqualTo("finished");
        assertThat(rows(PredictionRow.class)).hasSize(1);
        assertThat(run().warnings()).containsExactly("few images");
        assertThat(outcome.json().path("warnings")).extracting(JsonNode::asText).isEqualTo(run().warnings());
        assertThat(recorder.model().result()).contains(outcome.json());
    }

    /** What a full disk leaves that is full when the model is written: no row that says finished. */
    @Test
    void finishedIsTheLastThingWritten() throws IOException {
        recorder.status(RunStatus.RUNNING, "");
        Files.writeString(output.resolve("models"), "a file where a folder is needed");
        assertThatThrownBy(() -> recorder.finish(trained(), "")).isInstanceOf(UncheckedIOException.class);
        assertThat(run().status()).isEqualTo("running");
        assertThat(rows(EvaluationRow.class)).hasSize(3);
    }

    @Test
    void aRunThatEndedBeforeItsRowDidIsCompleted() {
        recorder.finish(trained(), "");
        recorder.status(RunStatus.RUNNING, "");
        Provenance.complete(tables, RUN);
        assertThat(run().status()).isEqualTo("finished");
        assertThat(run().ended()).isAfter(run().started());
        RunRow finished = run();
        Provenance.complete(tables, RUN);
        Provenance.complete(tables, "other-1");
        assertThat(run()).isEqualTo(finished);
    }

    private TrainingResult trained() {
        return new TrainingResult(after(2), "", false, 0, Predictions.none());
    }

    @Test
    void clearingLeavesNothingOfTheRunAndAllOfOthers() {
        tables.replace("other-1", RoundRow.class, after(1).rounds());
        recorder.keep(after(1));
        recorder.finish(trained(), "");
        new RunFiles(output.toString(), RUN, tables).clear();
        assertThat(rows(RoundRow.class)).isEmpty();
        assertThat(rows(RunRow.class)).isEmpty();
        assertThat(recorder.model().isThere()).isFalse();
        assertThat(recorder.checkpoints().newestRound()).isZero();
        assertThat(tables.read(RoundRow.class, List.of("other-1"))).hasSize(1);
    }

    /** A round is an epoch; it ends with a validation and, after the second, with the test. */
    private Checkpoint after(int rounds) {
        List<RoundRow> rows = List.of(Rows.round(1, 1, 20, 2), Rows.round(2, 2, 20, 1));
        List<EvaluationRow> evaluations = List.of(
                Rows.evaluation("validation", 1, 1, 0.25, 2),
                Rows.evaluation("validation", 2, 2, 0.5, 1),
                Rows.evaluation("test", 2, 2, 0.5, 1));
        return new Checkpoint(
                rounds, state, state, rounds, rows.subList(0, rounds), evaluations.subList(0, rounds == 2 ? 3 : 1));
    }

    private <T extends Record> List<T> rows(Class<T> type) {
        return tables.read(type, List.of(RUN)).getOrDefault(RUN, List.of());
    }

    private RunRow run() {
        return rows(RunRow.class).get(0);
    }
}
