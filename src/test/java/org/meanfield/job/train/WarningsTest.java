package org.meanfield.job.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.meanfield.evaluate.Predictions;
import org.meanfield.spark.TrainingResult;
import org.meanfield.storage.Progress;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.testing.Jobs;
import org.meanfield.testing.Rows;
import org.meanfield.train.State;
import org.meanfield.train.checkpoint.Checkpoint;

final class WarningsTest {
    /** 20 training images of ten classes, 2 of each, and 30 test images, 3 of each; one worker, 3 steps an epoch. */
    private static final String ENOUGH = "train.local-steps=1";

    @Test
    void anOrdinaryTrainingHasNone() {
        assertThat(ahead(ENOUGH)).isEmpty();
        assertThat(after(0, 0.5, 1, 0.5)).isEmpty();
    }

    @Test
    void fewRounds() {
        // 6 steps in rounds of 4 are two rounds; in rounds of 1 and 5 epochs of one step they are five.
        assertThat(ahead())
                .containsExactly(
                        "the training has fewer than 5 rounds, 2: lower train.local-steps or raise train.epochs");
        assertThat(ahead(ENOUGH, "train.epochs=1"))
                .containsExactly(
                        "the training has fewer than 5 rounds, 3: lower train.local-steps or raise train.epochs");
    }

    @Test
    void smallShards() {
        assertThat(ahead(ENOUGH, "train.batch=10", "train.epochs=5")).isEmpty();
        assertThat(ahead(ENOUGH, "train.batch=11", "train.epochs=5"))
                .containsExactly(
                        "a worker's shard has 20 images, fewer than two batches of 11: lower train.batch or train.workers");
        assertThat(ahead(ENOUGH, "train.workers=3", "train.batch=4", "train.epochs=3"))
                .containsExactly(
                        "a worker's shard has 6 images, fewer than two batches of 4: lower train.batch or train.workers");
    }

    @Test
    void classesWithoutImages() {
        // Drawn digits are of the classes 0, 1, 2, … in turn.
        assertThat(ahead(ENOUGH, "data.test=9")).containsExactly("the test split has no image of class 9");
        assertThat(ahead(ENOUGH, "data.test=7"))
                .containsExactly("the test split has no image of 3 classes, the first of them 7");
    }

    @Test
    void aLossThatNeverFell() {
        assertThat(after(0, 0.5, 1, 1, 1.5))
                .containsExactly(
                        "the training loss never fell below that of the first round, 1.0000: try another train.optimizer.learning-rate");
        assertThat(after(0, 0.5, 1, 1.5, 0.9)).isEmpty();
        assertThat(after(0, 0.5, 1)).isEmpty();
    }

    /** The lower limit of {@link Rows#evaluation} is 0.01 below the accuracy; each class is a tenth of the images. */
    @Test
    void accuracyAtChance() {
        assertThat(after(0, 0.11, 1, 0.5))
                .containsExactly(
                        "the test accuracy is at chance: its 95 % CI starts at 10.00 %, and the most frequent class is 10.00 % of the images");
        assertThat(after(0, 0.12, 1, 0.5)).isEmpty();
    }

    /** Each of {@link Rows#round} takes a second. */
    @Test
    void longValidation() {
        assertThat(after(6, 0.5, 1, 0.5))
                .containsExactly(
                        "scoring the validation split took 6.0 s, longer than the rounds, 2.0 s: lower data.validation");
        assertThat(after(4, 0.5, 1, 0.5)).isEmpty();
        assertThat(after(6, 0.5, 1, 1, 1, 1, 1, 0.5)).isEmpty();
    }

    private static List<String> ahead(String... changes) {
        return prepared(changes).warnings();
    }

    private static List<String> after(double validationSeconds, double accuracy, double... losses) {
        List<RoundRow> rounds = new ArrayList<>();
        for (double loss : losses) {
            rounds.add(Rows.round(rounds.size() + 1, 1, 20, loss));
        }
        State state = new State(new float[] {1}, new float[0], 1);
        List<EvaluationRow> evaluations = List.of(Rows.evaluation("test", losses.length, 1, accuracy, 0.5));
        Checkpoint end = new Checkpoint(losses.length, state, state, losses.length, rounds, evaluations);
        return Warnings.after(
                prepared("data.test=1000"), new TrainingResult(end, "", false, validationSeconds, Predictions.none()));
    }

    private static PreparedJob prepared(String... changes) {
        TrainJob job = Jobs.tiny(changes);
        return PreparedJob.of(job, OpenData.of(job.data(), Progress.SILENT));
    }
}
