package org.meanfield.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.image.ImageShape;
import org.meanfield.model.init.FanMode;
import org.meanfield.model.init.KaimingNormal;
import org.meanfield.model.init.Nonlinearity;
import org.meanfield.testing.Jobs;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

final class StockLayersTest {
    private static final ImageShape SHAPE = new ImageShape(3, 9, 8);
    private static final int CLASSES = 5;

    private static ComputationGraphConfiguration own(Activation activation) {
        return Networks.configuration(
                new Cnn(
                        List.of(new Cnn.Block(6, 2, 3, true, 2, 0.1), new Cnn.Block(4, 1, 3, false, 2, 0)),
                        Cnn.Features.PIXELS,
                        List.of(7),
                        0.2,
                        activation,
                        1),
                SHAPE,
                CLASSES,
                UnaryOperator.identity());
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void computeTheSameFromTheSameParameters(Activation activation) {
        ComputationGraph own = Networks.create(own(activation));
        ComputationGraph stock = Networks.create(StockLayers.of(own(activation)));
        own.params().assign(Nd4j.randn(own.params().shape()).muli(0.3));
        for (String name : own.paramTable().keySet()) {
            if (name.endsWith("_var")) {
                own.getParam(name).assign(0.7);
            }
        }
        StockLayers.copyParameters(own, stock);
        INDArray images = Nd4j.randn(6, SHAPE.channels(), SHAPE.height(), SHAPE.width());

        assertThat(stock.outputSingle(images).distance2(own.outputSingle(images)))
                .isCloseTo(0, within(1e-5));
        assertThat(stock.paramTable().keySet()).isEqualTo(own.paramTable().keySet());
    }

    @Test
    void nameNoClassOfOurs() {
        assertThat(StockLayers.of(own(Activation.RELU)).toJson()).doesNotContain("meanfield");
    }

    /** Both are of a job: an optimizer of ours, and one of DL4J's whose learning rate follows a schedule of ours. */
    @ParameterizedTest
    @ValueSource(strings = {"adam", "sgd", "nesterov"})
    void nameNoOptimizerOrScheduleOfOurs(String optimizer) {
        String configuration = Jobs.tiny("train.optimizer={type: %s, learning-rate: 0.1}".formatted(optimizer))
                .learner(20)
                .configuration();
        assertThat(configuration).contains("meanfield");
        assertThat(StockLayers.of(ComputationGraphConfiguration.fromJson(configuration))
                        .toJson())
                .doesNotContain("meanfield");
    }

    /** The optimizer that is not ours stays. */
    @Test
    void trainWithDl4j() {
        ComputationGraph stock = Networks.create(StockLayers.of(Networks.configuration(
                new Mlp(List.of(16), Activation.RELU, 0, 1),
                SHAPE,
                CLASSES,
                builder -> builder.updater(new Adam(0.01)))));
        Networks.initialize(stock, new KaimingNormal(FanMode.FAN_IN, Nonlinearity.RELU), 1);
        DataSet batch = new DataSet(Nd4j.linspace(-1, 1, 5 * 216).reshape(5, 3, 9, 8), Nd4j.eye(CLASSES));

        for (int step = 0; step < 100; step++) {
            stock.fit(batch);
        }

        assertThat(stock.score(batch)).isLessThan(0.1);
    }
}
