package org.meanfield.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.meanfield.engine.dl4j.Dl4jLearner;
import org.meanfield.job.train.TrainJob;
import org.meanfield.testing.Jobs;

final class LearnerSettingsTest {
    private static final String CNN =
            "model={type: cnn, blocks: [{filters: 3, batch-norm: true, pool: 4, dropout: 0.5}], dense: [5]}";

    @Test
    void howAModelWasTrainedDoesNotMatterForItsScores() {
        TrainJob adam = Jobs.tiny(CNN, "train.optimizer={type: adamw, learning-rate: 0.1}", "seed=1");
        TrainJob sgd = Jobs.tiny(CNN, "train.optimizer={type: sgd, learning-rate: 0.5}", "seed=2");
        TrainJob other = Jobs.tiny("model.hidden=[7]");

        assertThat(adam.learner(20)).isNotEqualTo(sgd.learner(20));
        assertThat(adam.learner(20).forScoring())
                .isEqualTo(sgd.learner(20).forScoring())
                .isNotEqualTo(other.learner(20).forScoring());
    }

    @Test
    void whatANetworkGivesStaysTheSame() throws InterruptedException {
        TrainJob job = Jobs.tiny(CNN, "train.optimizer={type: adamw, learning-rate: 0.1}");
        LearnerSettings settings = job.learner(20);
        float[] parameters =
                settings.initialState(job.model(), job.initializer()).parameters();
        float[] features = new float[2 * settings.shape().size()];
        for (int i = 0; i < features.length; i++) {
            features[i] = i % 7 - 3;
        }
        try (Learner learner = new Dl4jLearner(settings);
                Learner scoring = new Dl4jLearner(settings.forScoring())) {
            assertThat(scoring.probabilities(parameters, features, 2))
                    .containsExactly(learner.probabilities(parameters, features, 2));
        }
    }
}
