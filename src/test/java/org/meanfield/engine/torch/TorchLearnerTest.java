package org.meanfield.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.data.Normalization;
import org.meanfield.engine.dl4j.Dl4jLearner;
import org.meanfield.image.LabelledImages;
import org.meanfield.job.train.TrainJob;
import org.meanfield.testing.Jobs;
import org.meanfield.testing.PlainTraining;
import org.meanfield.train.Batches;
import org.meanfield.train.Learner;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.State;
import org.meanfield.train.TorchEngine;
import org.meanfield.train.WorkerResult;

/** Holds libtorch's learner to DL4J's, from one state over the same batches. */
final class TorchLearnerTest {
    @ParameterizedTest
    @ValueSource(strings = {"model={type: mlp, hidden: [6]}"})
    void takesTheStepsOfDl4j(String change) throws InterruptedException {
        TrainJob job = Jobs.tiny(change);
        LearnerSettings settings = job.learner(20);
        State start = settings.initialState(job.model(), job.initializer());
        LabelledImages images = PlainTraining.images(job);
        Batches batches =
                new Batches(job.train().plan(20), job.seed(), 0, images, Normalization.of(images), 10, 0, List.of());
        TorchEngine engine = new TorchEngine(TorchEngine.Device.CPU, TorchEngine.Precision.FLOAT32);
        try (Learner dl4j = new Dl4jLearner(settings);
                Learner torch = new TorchLearner(settings, engine)) {
            WorkerResult theirs = dl4j.localSteps(start, 5, 0, batches);
            WorkerResult ours = torch.localSteps(start, 5, 0, batches);
            assertThat(ours.lossSum()).isCloseTo(theirs.lossSum(), within(1e-4));
            assertThat(ours.parameters())
                    .containsExactly(theirs.parameters(), org.assertj.core.data.Offset.offset(1e-5f));
        }
    }
}
