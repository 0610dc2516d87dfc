package org.meanfield.engine.torch;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.job.train.TrainJob;
import org.meanfield.testing.Jobs;

/** Holds libtorch's learner to DL4J's for every architecture, optimizer and option of a job. */
final class TorchLearnerTest {
    private static final String CNN = "model={type: cnn, blocks: [{filters: 5, batch-norm: true, pool: 3}, "
            + "{filters: 4, convolutions: 2, kernel: 5}], dense: [7]}";

    /** With a larger rate some of them diverge, and then so do two roundings of one training. */
    private static final String SLOWLY = "train.optimizer.learning-rate=0.01";

    /** Shards of 20 images in batches of 7: the last of an epoch has 6. */
    private static TrainJob job(String... changes) {
        List<String> all = new ArrayList<>(List.of("train.batch=7", "train.epochs=20"));
        all.addAll(List.of(changes));
        return Jobs.tiny(all.toArray(String[]::new));
    }

    private static void check(String... changes) throws InterruptedException {
        TrainJob job = job(changes);
        Parity parity = Parity.of(job);
        parity.check(parity.settings().initialState(job.model(), job.initializer()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{type: mlp, hidden: []}",
                "{type: mlp, hidden: [13, 5]}",
                "{type: cnn, blocks: [{filters: 3, kernel: 1}], features: global-average, dense: []}",
                "{type: cnn, blocks: [{filters: 3, batch-norm: true, pool: 1}, {filters: 5, pool: 5}]}",
                "{type: resnet, stages: [3, 5], blocks: 1}"
            })
    void everyArchitecture(String model) throws InterruptedException {
        check("model=" + model, SLOWLY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"relu", "leaky-relu", "elu", "selu", "gelu", "tanh", "sigmoid", "identity"})
    void everyActivation(String name) throws InterruptedException {
        check("model={type: mlp, hidden: [9], activation: %s}".formatted(name), SLOWLY);
        check(CNN, "model.activation=" + name, SLOWLY);
    }

    /** DL4J's gradient is made from its probabilities, libtorch's by differentiation of the loss. */
    @ParameterizedTest
    @ValueSource(strings = {"12", "0"})
    void augmixWithItsConsistencyLoss(String weight) throws InterruptedException {
        check(CNN, SLOWLY, "augment=[{type: augmix, consistency: %s}]".formatted(weight), "train.label-smoothing=0.1");
    }

    @Test
    void adversarialTraining() throws InterruptedException {
        check("model={type: mlp, hidden: [9]}", SLOWLY, "augment=[{type: adversarial}]");
    }

    static List<String> optimizers() {
        return List.of(
                "{type: sgd, learning-rate: 0.05, weight-decay: 0.01}",
                "{type: momentum, learning-rate: 0.01, weight-decay: 0.01}",
                "{type: nesterov, learning-rate: 0.01, momentum: 0.8, weight-decay: 0.01}",
                "{type: adam, learning-rate: 0.001, weight-decay: 0.01, epsilon: 1e-4}",
                "{type: adamw, learning-rate: 0.001, weight-decay: 0.3, epsilon: 1e-4}");
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void everyOptimizerWithADecay(String optimizer) throws InterruptedException {
        check("model={type: mlp, hidden: [9]}", "train.optimizer=" + optimizer);
        check(CNN, "train.optimizer=" + optimizer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train.schedule={type: cosine, warm-up: 3}",
                "train.schedule={type: step, milestones: [0.1, 0.5]}",
                "train.gradient-clipping={type: value, max: 0.01}",
                "train.gradient-clipping={type: global-norm, max: 0.1}",
                "train.label-smoothing=0.1",
                "augment=[{type: translate}, {type: mixup}]",
                "train.batch=1",
                "train.batch=20"
            })
    void everyOption(String option) throws InterruptedException {
        check(CNN, option);
    }
}
