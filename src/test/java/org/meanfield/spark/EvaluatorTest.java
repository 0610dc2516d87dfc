package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.data.Normalization;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.engine.dl4j.Dl4jLearner;
import org.meanfield.evaluate.Predictions;
import org.meanfield.evaluate.Score;
import org.meanfield.evaluate.Scored;
import org.meanfield.evaluate.Scoring;
import org.meanfield.image.LabelledImages;
import org.meanfield.job.train.TrainJob;
import org.meanfield.storage.Progress;
import org.meanfield.testing.Jobs;
import org.meanfield.testing.LocalSpark;
import org.meanfield.testing.PlainTraining;
import org.meanfield.train.Batches;
import org.meanfield.train.Learner;
import org.meanfield.train.LearnerSettings;

final class EvaluatorTest {
    private static final int IMAGES = 1103;
    private static final TrainJob JOB = Jobs.tiny("data.test=" + IMAGES, "data.validation=3");
    private static final Splits SPLITS = Splits.open(JOB.data(), Progress.SILENT);
    private static final LearnerSettings LEARNER = JOB.learner(20);
    private static final float[] PARAMETERS =
            LEARNER.initialState(JOB.model(), JOB.initializer()).parameters();
    private static final Normalization NORMALIZATION = PlainTraining.normalization(JOB);

    private static JavaSparkContext context;

    @BeforeAll
    static void openSpark() {
        context = LocalSpark.context();
    }

    /** With three blocks, of 500, 500 and 103 images, on one, two and three tasks. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 50})
    void theScoreIsTheSameOnAnyNumberOfTasks(int parallelism) throws InterruptedException {
        Evaluator evaluator = new Evaluator(context, LEARNER, scoring(Split.TEST), parallelism);
        assertThat(evaluator.score(PARAMETERS)).usingRecursiveComparison().isEqualTo(expected());
    }

    @Test
    void aSmallSplitIsScoredWhole() {
        Scored scored = new Evaluator(context, LEARNER, scoring(Split.VALIDATION)).score(PARAMETERS);
        assertThat(scored.score().examples()).isEqualTo(3);
    }

    @Test
    void oneThreadComesToTheSame() throws InterruptedException {
        try (Learner learner = new Dl4jLearner(LEARNER)) {
            assertThat(scoring(Split.TEST).all(learner, PARAMETERS))
                    .usingRecursiveComparison()
                    .isEqualTo(expected());
        }
    }

    private static Scoring scoring(Split split) {
        return new Scoring(SPLITS, NORMALIZATION, split);
    }

    /** Block after block on this thread. */
    private static Scored expected() throws InterruptedException {
        LabelledImages images = JOB.data().load(Split.TEST);
        int size = images.shape().size();
        Score total = Score.none();
        Predictions predictions = Predictions.none();
        try (Learner learner = new Dl4jLearner(LEARNER)) {
            for (int start = 0; start < IMAGES; start += 500) {
                int end = Math.min(IMAGES, start + 500);
                float[] features = new float[(end - start) * size];
                for (int i = start; i < end; i++) {
                    Batches.normalize(images, i, NORMALIZATION.table(), features, (i - start) * size);
                }
                float[] probabilities = learner.probabilities(PARAMETERS, features, end - start);
                byte[] labels = Arrays.copyOfRange(images.labels(), start, end);
                total = total.plus(Score.of(probabilities, labels));
                predictions = predictions.plus(Predictions.of(start, probabilities, labels));
            }
        }
        assertThat(total.examples()).isEqualTo(IMAGES);
        assertThat(predictions.labels()).isEqualTo(images.labels());
        return new Scored(total, predictions);
    }
}
