package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.data.Splits;
import org.meanfield.evaluate.Predictions;
import org.meanfield.job.train.TrainJob;
import org.meanfield.storage.Progress;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.testing.Jobs;
import org.meanfield.testing.LocalSpark;
import org.meanfield.train.Dl4jEngine;
import org.meanfield.train.Engine;
import org.meanfield.train.TorchEngine;
import org.meanfield.train.checkpoint.Checkpoint;

final class PackedTrainingTest {
    /** All that can make bits differ: shards of unequal size, dropout, batch norm, an outer step, rounds across epochs. */
    private static final TrainJob JOB = Jobs.tiny(
            "data={type: synthetic-digits, train: 103, validation: 20, test: 30}",
            "model={type: cnn, blocks: [{filters: 3, batch-norm: true, pool: 4, dropout: 0.2}], dense: [5]}",
            "augment=[{type: random-crop}]",
            "train.workers=3",
            "train.batch=8",
            "train.local-steps=3",
            "train.averaging={type: slow-momentum}",
            "train.select=best-validation",
            "train.recalibrate-batch-norm=2",
            "train.optimizer={type: adam, learning-rate: 0.01}",
            "checkpoint.rounds=2");

    private static final Splits SPLITS = Splits.open(JOB.data(), Progress.SILENT);

    private static final Training TRAINING = new Training(
            JOB.train(), JOB.augment(), JOB.train().plan(103), JOB.learner(103), SPLITS, SPLITS.normalization());

    private static JavaSparkContext context;

    @TempDir
    private Path output;

    @BeforeAll
    static void openSpark() {
        context = LocalSpark.context();
    }

    static List<Engine> engines() {
        return List.of(new Dl4jEngine(), new TorchEngine(TorchEngine.Device.CPU, TorchEngine.Precision.FLOAT32));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aTaskComesToTheSameBitsAsRoundsOverTheCluster(Engine engine) throws InterruptedException {
        Training training = new Training(
                JOB.train(),
                JOB.augment(),
                TRAINING.plan(),
                TRAINING.learner().on(engine),
                SPLITS,
                SPLITS.normalization());
        TrainLoop loop = new TrainLoop(
                training, 1000, Checkpoint.first(JOB.initialState(training.learner())), new WithoutCheckpoints());
        TrainingResult rounds;
        try (Trainer trainer = new RoundTrainer(context, training)) {
            rounds = loop.run(
                    trainer,
                    Recalibrator.over(context, training),
                    scoring -> new Evaluator(context, training.learner(), scoring),
                    Until.rounds(4));
        }

        TrainingResult packed = packed(training, 4).run(context);
        assertThat(packed.diverged()).isEqualTo(rounds.diverged()).isEmpty();
        assertThat(packed.end().round()).isEqualTo(TRAINING.plan().rounds()).isEqualTo(4);
        assertThat(packed.end().state())
                .usingRecursiveComparison()
                .isEqualTo(rounds.end().state());
        assertThat(packed.end().selected())
                .usingRecursiveComparison()
                .isEqualTo(rounds.end().selected());
        assertThat(packed.end().evaluations()).isEqualTo(rounds.end().evaluations());
        assertThat(packed.end().evaluations())
                .extracting(EvaluationRow::split)
                .endsWith("test")
                .contains("validation");
        assertThat(packed.end().rounds())
                .usingRecursiveComparison()
                .ignoringFieldsMatchingRegexes(".*[sS]econds?")
                .ignoringFields("imagesPerSecond")
                .isEqualTo(rounds.end().rounds());
        assertThat(packed.predictions()).usingRecursiveComparison().isEqualTo(rounds.predictions());
    }

    @Test
    void aStretchEndsWhereItIsToAndTheNextGoesOnFromTheCheckpoint() {
        TrainingResult whole = packed(4).run(context);
        assertThat(output.resolve("checkpoints/digits-1").toFile().list())
                .containsExactlyInAnyOrder("history", "round-000002");

        TrainingResult half = packed(2).run(context);
        assertThat(half.end().round()).isEqualTo(2);
        assertThat(half.predictions()).usingRecursiveComparison().isEqualTo(Predictions.none());
        // Not trained again: these are the rounds that the first task has written down, with their times.
        assertThat(half.end().rounds())
                .extracting(RoundRow::computeSeconds)
                .isEqualTo(whole.end().rounds().subList(0, 2).stream()
                        .map(RoundRow::computeSeconds)
                        .toList());

        TrainingResult resumed = packed(4).run(context);
        assertThat(resumed.end().selected())
                .usingRecursiveComparison()
                .isEqualTo(whole.end().selected());
        assertThat(resumed.end().evaluations()).isEqualTo(whole.end().evaluations());
    }

    @Test
    void aTornCheckpointIsNotUsed() throws Exception {
        TrainingResult whole = packed(4).run(context);
        Path part = output.resolve("checkpoints/digits-1/round-000002/parameters.f32");
        Files.write(part, new byte[4]);
        TrainingResult again = packed(4).run(context);
        assertThat(again.end().state())
                .usingRecursiveComparison()
                .isEqualTo(whole.end().state());
    }

    private PackedTraining packed(int until) {
        return packed(TRAINING, until);
    }

    private PackedTraining packed(Training training, int until) {
        return new PackedTraining(
                training, JOB, JOB.checkpoint(), output.toString(), "digits-1", () -> {}, Until.rounds(until));
    }

    private static final class WithoutCheckpoints implements TrainLoop.Watcher {
        @Override
        public void checkpoint(Checkpoint point) {
            throw new AssertionError("Nobody asked for a checkpoint");
        }

        @Override
        public void round(List<RoundRow> rounds, List<EvaluationRow> evaluations) {
            assertThat(rounds).isNotEmpty();
        }

        @Override
        public void trained(Checkpoint end) {
            assertThat(end.round()).isEqualTo(4);
        }
    }
}
