package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.data.Normalization;
import org.meanfield.data.Split;
import org.meanfield.evaluate.Score;
import org.meanfield.image.LabelledImages;
import org.meanfield.job.TrainJob;
import org.meanfield.testing.Jobs;
import org.meanfield.testing.LocalSpark;
import org.meanfield.testing.PlainTraining;
import org.meanfield.train.Batches;
import org.meanfield.train.Dl4jLearner;
import org.meanfield.train.Learner;
import org.meanfield.train.LearnerSettings;

final class EvaluatorTest {
    private static final int IMAGES = 1103;
    private static final TrainJob JOB = Jobs.tiny("data.test=" + IMAGES, "data.validation=3");
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
        Evaluator evaluator =
                new Evaluator(context, LEARNER, JOB.data(), NORMALIZATION, Split.TEST, IMAGES, parallelism);
        assertThat(evaluator.score(PARAMETERS)).usingRecursiveComparison().isEqualTo(expected());
    }

    @Test
    void aSmallSplitIsScoredWhole() {
        Score score = new Evaluator(context, LEARNER, JOB.data(), NORMALIZATION, Split.VALIDATION, 3).score(PARAMETERS);
        assertThat(score.examples()).isEqualTo(3);
    }

    @Test
    void anotherNumberOfImagesThanTheSplitHasIsAnError() {
        Evaluator fewer = new Evaluator(context, LEARNER, JOB.data(), NORMALIZATION, Split.TEST, 700);
        assertThatThrownBy(() -> fewer.score(PARAMETERS)).hasMessage("Scored 1000 images of a split of 700");
    }

    /** Block after block on this thread. */
    private static Score expected() throws InterruptedException {
        LabelledImages images = JOB.data().load(Split.TEST);
        int size = images.shape().size();
        Score total = Score.none();
        try (Learner learner = new Dl4jLearner(LEARNER)) {
            for (int start = 0; start < IMAGES; start += 500) {
                int end = Math.min(IMAGES, start + 500);
                float[] features = new float[(end - start) * size];
                for (int i = start; i < end; i++) {
                    Batches.normalize(images, i, NORMALIZATION.table(), features, (i - start) * size);
                }
                total = total.plus(Score.of(
                        learner.probabilities(PARAMETERS, features, end - start),
                        Arrays.copyOfRange(images.labels(), start, end)));
            }
        }
        assertThat(total.examples()).isEqualTo(IMAGES);
        return total;
    }
}
