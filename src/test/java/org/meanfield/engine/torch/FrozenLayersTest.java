package org.meanfield.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.config.InvalidInputException;
import org.meanfield.engine.Engines;
import org.meanfield.image.LabelledImages;
import org.meanfield.job.train.TrainJob;
import org.meanfield.model.NetworkJson;
import org.meanfield.model.StockLayers;
import org.meanfield.testing.Jobs;
import org.meanfield.testing.PlainTraining;
import org.meanfield.train.Dl4jEngine;
import org.meanfield.train.Engine;
import org.meanfield.train.Learner;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.State;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Frozen layers in both engines: the bits that stay, and that the rest is trained to the same numbers. */
final class FrozenLayersTest {
    private static final List<String> OPTIMIZERS = List.of(
            "{type: momentum, learning-rate: 0.05, weight-decay: 0.01}",
            "{type: adamw, learning-rate: 0.01, weight-decay: 0.1, epsilon: 1e-4}");

    /** Those at the bottom, one in the middle, a batch norm alone, and all but a batch norm. */
    private static final List<String> FREEZES =
            List.of("[conv1, norm1]", "[conv2, dense1]", "[norm1]", "[conv*, dense*, output, norm2]");

    static Stream<Arguments> cases() {
        return OPTIMIZERS.stream()
                .flatMap(optimizer -> FREEZES.stream().map(freeze -> Arguments.of(optimizer, freeze)));
    }

    private static TrainJob job(String optimizer, String freeze) {
        return Jobs.tiny(
                "model={type: cnn, blocks: [{filters: 4, batch-norm: true, pool: 4}, {filters: 5, batch-norm: true}], dense: [7]}",
                "train.batch=7",
                "train.epochs=20",
                "train.gradient-clipping={type: global-norm, max: 0.5}",
                "train.optimizer=" + optimizer,
                "freeze=" + freeze);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void keepTheirBitsAndTheEnginesAgreeOnTheRest(String optimizer, String freeze) throws InterruptedException {
        Parity parity = Parity.of(job(optimizer, freeze));
        State start = trained(parity.settings());
        BitSet frozen = frozen(parity.settings(), freeze);
        assertThat(frozen.cardinality()).isBetween(1, start.parameters().length - 1);
        for (Engine engine : List.of(new Dl4jEngine(), Parity.ENGINE)) {
            try (Learner learner = Engines.learner(parity.settings().on(engine))) {
                float[] after =
                        learner.localSteps(start, 9, 0, parity.batches()).parameters();
                int changed = 0;
                for (int i = 0; i < after.length; i++) {
                    if (frozen.get(i)) {
                        assertThat(Float.floatToRawIntBits(after[i]))
                                .as("parameter " + i)
                                .isEqualTo(Float.floatToRawIntBits(start.parameters()[i]));
                    } else {
                        changed += after[i] == start.parameters()[i] ? 0 : 1;
                    }
                }
                // A unit whose ReLU is never open has no gradient.
                assertThat(changed).isGreaterThan((after.length - frozen.cardinality()) / 2);
            }
        }
        parity.check(start);
    }

    /** Running statistics other than 0 and 1, as of a trained model, so that they differ from those of a batch. */
    private static State trained(LearnerSettings settings) {
        TrainJob whole = job(OPTIMIZERS.get(0), "[]");
        State start = settings.initialState(whole.model(), whole.initializer());
        Random random = new Random(3);
        whole.learner(20).statistics().stream().forEach(i -> start.parameters()[i] += 0.3f * random.nextFloat());
        return start;
    }

    private static BitSet frozen(LearnerSettings settings, String freeze) {
        List<String> patterns =
                List.of(freeze.replaceAll("[\\[\\] ]", "").replace("*", ".*").split(",", -1));
        BitSet places = new BitSet();
        for (Layer layer : settings.network().getLayers()) {
            if (patterns.stream().anyMatch(layer.conf().getLayer().getLayerName()::matches)) {
                for (INDArray values : layer.paramTable().values()) {
                    int from = Math.toIntExact(values.offset());
                    places.set(from, from + Math.toIntExact(values.length()));
                }
            }
        }
        return places;
    }

    @Test
    void aStateThatIsRecalibratedKeepsTheStatisticsOfFrozenOnes() throws InterruptedException {
        Parity parity = Parity.of(job(OPTIMIZERS.get(0), "[norm1]"));
        // Of norm2 alone: a mean and a variance of each of five channels.
        assertThat(parity.settings().statistics().cardinality()).isEqualTo(10);
        State start = trained(parity.settings());
        for (Engine engine : List.of(new Dl4jEngine(), Parity.ENGINE)) {
            try (Learner learner = Engines.learner(parity.settings().on(engine))) {
                assertThat(learner.statistics(start.parameters(), parity.features(), parity.examples()))
                        .hasSize(10);
            }
        }
    }

    /** With all batch norms frozen and no dropout, the loss of a step is that of the probabilities of inference. */
    @Test
    void aFrozenBatchNormComputesAsInInference() throws InterruptedException {
        TrainJob job = Jobs.tiny(
                "model={type: cnn, blocks: [{filters: 4, batch-norm: true, pool: 4}]}",
                "train.batch=20",
                "freeze=[norm1]");
        Parity parity = Parity.of(job);
        State start = job.initialState(parity.settings());
        LabelledImages images = PlainTraining.images(job);
        for (Engine engine : List.of(new Dl4jEngine(), Parity.ENGINE)) {
            try (Learner learner = Engines.learner(parity.settings().on(engine))) {
                float[] probabilities = learner.probabilities(start.parameters(), parity.features(), parity.examples());
                double expected = 0;
                for (int i = 0; i < images.count(); i++) {
                    expected -= Math.log(probabilities[i * 10 + images.labels()[i]]);
                }
                assertThat(learner.localSteps(start, 1, 0, parity.batches()).lossSum())
                        .isCloseTo(expected, within(1e-5 * expected));
            }
        }
    }

    @Test
    void dl4jsOwnBatchNormIsForTheOtherEngine(@TempDir Path folder) throws IOException, InterruptedException {
        Path file = folder.resolve("network.json");
        Files.writeString(
                file,
                NetworkJson.toFile(StockLayers.of(job(OPTIMIZERS.get(0), "[]")
                                .learner(20)
                                .network()
                                .getConfiguration())
                        .toJson()));
        TrainJob job = Jobs.tiny("model={type: dl4j, configuration: %s}".formatted(file), "freeze=[norm*]");
        LearnerSettings settings = job.learner(20);
        assertThatThrownBy(() -> Engines.check(settings))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "freeze names norm1, which is DL4J's BatchNormalization but must be another layer with engine"
                                + " dl4j: engine: {type: torch} freezes it");
        Engines.check(settings.on(Parity.ENGINE));
        Engines.check(Jobs.tiny("model={type: dl4j, configuration: %s}".formatted(file), "freeze=[conv*]")
                .learner(20));
        Parity parity = Parity.of(job);
        State start = job.initialState(settings);
        BitSet frozen = frozen(settings, "[norm1,norm2]");
        try (Learner learner = Engines.learner(settings.on(Parity.ENGINE))) {
            float[] after = learner.localSteps(start, 3, 0, parity.batches()).parameters();
            assertThat(frozen.cardinality()).isEqualTo(4 * (4 + 5));
            frozen.stream().forEach(i -> assertThat(after[i]).isEqualTo(start.parameters()[i]));
            assertThat(after).isNotEqualTo(start.parameters());
        }
    }
}
