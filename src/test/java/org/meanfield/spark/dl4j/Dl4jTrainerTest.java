package org.meanfield.spark.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.meanfield.data.Normalization;
import org.meanfield.data.Splits;
import org.meanfield.job.train.TrainJob;
import org.meanfield.spark.Trainer;
import org.meanfield.spark.Training;
import org.meanfield.storage.Progress;
import org.meanfield.testing.Jobs;
import org.meanfield.testing.LocalSpark;
import org.meanfield.testing.PlainTraining;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.State;

final class Dl4jTrainerTest {
    /** Whoever gets which batch: with one step between averages of equal weight the mean is the same. */
    @Test
    void isOurRoundWhereDl4jsOwnIsRight() throws InterruptedException {
        JavaSparkContext context = LocalSpark.context();
        String[] changes = {"train.workers=2", "train.batch=10", "train.local-steps=1", "train.schedule={type: cosine}"
        };
        Trainer.RoundResult ours = first(context, Jobs.tiny(changes));
        String[] baseline = Arrays.copyOf(changes, 5);
        baseline[4] = "train.trainer=dl4j-parameter-averaging";
        Trainer.RoundResult theirs = first(context, Jobs.tiny(baseline));

        assertThat(theirs.state().parameters())
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(ours.state().parameters());
        assertThat(theirs.state().steps()).isEqualTo(1);
        assertThat(theirs.row().trainLoss()).isCloseTo(ours.row().trainLoss(), withinPercentage(1e-4));
        assertThat(theirs.row().examples()).isEqualTo(20);
        assertThat(theirs.row().seconds()).isPositive();
        assertThat(theirs.row().consensusDistance()).isNaN();
        assertThat(context.getPersistentRDDs()).isEmpty();
    }

    private static Trainer.RoundResult first(JavaSparkContext context, TrainJob job) throws InterruptedException {
        LearnerSettings learner = job.learner(20);
        State initial = learner.initialState(job.model(), job.initializer());
        Normalization normalization = PlainTraining.normalization(job);
        try (Trainer trainer = Trainer.of(
                context,
                new Training(
                        job.train(),
                        job.augment(),
                        job.train().plan(20),
                        learner,
                        Splits.open(job.data(), Progress.SILENT),
                        normalization))) {
            return trainer.round(initial, 0);
        }
    }
}
