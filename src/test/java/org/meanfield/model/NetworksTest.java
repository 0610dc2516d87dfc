package org.meanfield.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.config.Seeds;
import org.meanfield.image.ImageShape;
import org.meanfield.model.init.FanMode;
import org.meanfield.model.init.Initializer;
import org.meanfield.model.init.KaimingNormal;
import org.meanfield.model.init.Nonlinearity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.ops.transforms.Transforms;

final class NetworksTest {
    private static final ImageShape INPUT = new ImageShape(2, 7, 6);
    private static final int CLASSES = 4;
    private static final double STEP = 1e-5;
    private static final Initializer KAIMING = new KaimingNormal(FanMode.FAN_IN, Nonlinearity.TANH);

    static List<Architecture> architectures() {
        return List.of(
                new Mlp(List.of(9, 5), Activation.TANH, 0, 1),
                cnn(Activation.TANH, false, 0),
                cnn(Activation.ELU, true, 0));
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void probabilitiesSumToOne(Architecture architecture) {
        ComputationGraph network = network(architecture, 1);

        INDArray output = network.outputSingle(images(DataType.FLOAT, 5));

        assertThat(output.shape()).containsExactly(5, CLASSES);
        assertThat(output.sum(1).toFloatVector())
                .usingComparatorWithPrecision(1e-6f)
                .containsOnly(1f);
        assertThat(output.minNumber().floatValue()).isPositive();
    }

    @Test
    void weightsAreTheInitializersDrawsInRowMajorOrderByOutput() {
        ComputationGraph network = network(cnn(Activation.RELU, true, 0), 21);

        float[] conv2 = new float[3 * 3 * 9];
        KAIMING.fill(conv2, 3 * 9, 3 * 9, Seeds.stream(21, Seeds.Purpose.INITIALIZE, 1));
        assertThat(Nd4j.toFlattened('c', network.getParam("conv2_W")).toFloatVector())
                .isEqualTo(conv2);
        float[] dense1 = new float[5 * 3 * 3 * 3];
        KAIMING.fill(dense1, 3 * 3 * 3, 5, Seeds.stream(21, Seeds.Purpose.INITIALIZE, 2));
        INDArray weights = network.getParam("dense1_W");
        assertThat(weights.shape()).containsExactly(27, 5);
        for (int out = 0; out < 5; out++) {
            for (int in = 0; in < 27; in++) {
                assertThat(weights.getFloat(in, out)).isEqualTo(dense1[out * 27 + in]);
            }
        }
    }

    @Test
    void initializingPutsEveryParameterBackToTheStart() {
        ComputationGraph network = network(cnn(Activation.RELU, true, 0), 21);
        INDArray start = network.params().dup();

        network.params().assign(3);
        Networks.initialize(network, KAIMING, 21);

        assertThat(network.params()).isEqualTo(start);
        assertThat(network.getParam("norm1_var").toFloatVector()).containsOnly(1f);
        assertThat(network.getParam("norm1_gamma").toFloatVector()).containsOnly(1f);
        assertThat(network.getParam("norm1_mean").toFloatVector()).containsOnly(0f);
        assertThat(network.getParam("conv1_b").toFloatVector()).containsOnly(0f);
    }

    @Test
    void weightsDependOnTheSeedAndNotOnNd4jsGenerator() {
        Nd4j.getRandom().setSeed(1);
        ComputationGraph first = network(cnn(Activation.RELU, false, 0), 8);
        Nd4j.getRandom().setSeed(2);
        Nd4j.rand(10);
        ComputationGraph second = Networks.create(first.getConfiguration());
        Nd4j.rand(10);
        Networks.initialize(second, KAIMING, 8);

        assertThat(second.params()).isEqualTo(first.params());
        Networks.initialize(second, KAIMING, 9);
        assertThat(second.params()).isNotEqualTo(first.params());
    }

    @Test
    void dropoutAndBatchNormChangeNoInitialWeight() {
        ComputationGraph plain = network(cnn(Activation.RELU, false, 0), 8);
        ComputationGraph more = network(cnn(Activation.RELU, true, 0.3), 8);

        for (String name : List.of("conv1_W", "conv2_W", "dense1_W", "output_W")) {
            assertThat(more.getParam(name)).isEqualTo(plain.getParam(name));
        }
    }

    @Test
    void theConfigurationIsTheSameAtAnyTimeAndSurvivesJson() {
        UnaryOperator<NeuralNetConfiguration.Builder> training = builder -> builder.l2(1e-4);
        ComputationGraphConfiguration one =
                Networks.configuration(cnn(Activation.GELU, true, 0.3), INPUT, CLASSES, training);
        ComputationGraphConfiguration two =
                Networks.configuration(cnn(Activation.GELU, true, 0.3), INPUT, CLASSES, training);

        assertThat(two.toJson()).isEqualTo(one.toJson());
        ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(one.toJson());
        assertThat(read.toJson()).isEqualTo(one.toJson());
        ComputationGraph network = Networks.create(read);
        Networks.initialize(network, KAIMING, 4);
        ComputationGraph original = Networks.create(one);
        Networks.initialize(original, KAIMING, 4);
        assertThat(network.outputSingle(images(DataType.FLOAT, 3)))
                .isEqualTo(original.outputSingle(images(DataType.FLOAT, 3)));
    }

    @Test
    void networksOfOneConfigurationHaveDropoutsOfTheirOwn() {
        ComputationGraphConfiguration configuration =
                Networks.configuration(cnn(Activation.RELU, false, 0.3), INPUT, CLASSES, UnaryOperator.identity());

        ComputationGraph one = Networks.create(configuration);
        ComputationGraph two = Networks.create(configuration);
        ComputationGraph clone = one.clone();

        for (String name : List.of("dropout1", "dropout2")) {
            Object dropout = one.getLayer(name).conf().getLayer().getIDropout();
            assertThat(dropout).isNotSameAs(two.getLayer(name).conf().getLayer().getIDropout());
            assertThat(dropout)
                    .isNotSameAs(clone.getLayer(name).conf().getLayer().getIDropout());
        }
    }

    @Test
    void dropoutDropsThatShareAndOnlyInTraining() {
        ComputationGraph network = Networks.create(
                new Mlp(List.of(1000), Activation.SIGMOID, 0.3, 1), INPUT, CLASSES, UnaryOperator.identity());
        Networks.initialize(network, KAIMING, 4);
        INDArray images = images(DataType.FLOAT, 20);
        Nd4j.getRandom().setSeed(5);

        INDArray trained = network.feedForward(images, true).get("dropout1");
        double dropped = trained.eq(0).castTo(DataType.FLOAT).meanNumber().doubleValue();
        INDArray evaluated = network.feedForward(images, false).get("dropout1");

        // Five standard errors of 20,000 draws.
        assertThat(dropped).isCloseTo(0.3, within(0.0162));
        assertThat(evaluated.minNumber().doubleValue()).isPositive();
        assertThat(trained.meanNumber().doubleValue())
                .isCloseTo(evaluated.meanNumber().doubleValue(), within(0.02));
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void gradientsAreThoseOfCentralDifferences(Architecture architecture) {
        ComputationGraph network =
                Networks.create(architecture, INPUT, CLASSES, builder -> builder.dataType(DataType.DOUBLE)
                        .updater(new NoOp()));
        Networks.initialize(network, KAIMING, 3);
        INDArray labels = Nd4j.eye(CLASSES).castTo(DataType.DOUBLE);
        DataSet batch = new DataSet(images(DataType.DOUBLE, CLASSES), labels);
        network.setInputs(batch.getFeatures());
        network.setLabels(labels);
        network.computeGradientAndScore();

        Map<String, INDArray> gradients = new TreeMap<>();
        // DL4J divides by the number of images afterwards, in the updater.
        network.gradient().gradientForVariable().forEach((name, sum) -> gradients.put(name, sum.div(CLASSES)));
        // What DL4J calls their gradients moves batch norm's averages.
        gradients.keySet().removeIf(name -> name.endsWith("_mean") || name.endsWith("_var"));

        gradients.forEach((name, gradient) -> {
            INDArray parameter = network.getParam(name);
            for (long i = 0; i < parameter.length(); i += 1 + parameter.length() / 4) {
                long[] index = Shape.ind2subC(parameter.shape(), i);
                double numeric =
                        (score(network, batch, parameter, index, STEP) - score(network, batch, parameter, index, -STEP))
                                / (2 * STEP);
                assertThat(gradient.getDouble(index)).as("%s[%d]", name, i).isCloseTo(numeric, within(1e-8));
            }
        });
    }

    private static double score(
            ComputationGraph network, DataSet batch, INDArray parameter, long[] index, double step) {
        double value = parameter.getDouble(index);
        parameter.putScalar(index, value + step);
        double score = network.score(batch, true);
        parameter.putScalar(index, value);
        return score;
    }

    private static Cnn cnn(Activation activation, boolean batchNorm, double dropout) {
        return new Cnn(
                List.of(new Cnn.Block(3, 2, 3, batchNorm, 2, dropout)),
                Cnn.Features.PIXELS,
                List.of(5),
                dropout,
                activation,
                1);
    }

    private static ComputationGraph network(Architecture architecture, long seed) {
        ComputationGraph network = Networks.create(architecture, INPUT, CLASSES, UnaryOperator.identity());
        Networks.initialize(network, KAIMING, seed);
        return network;
    }

    private static INDArray images(DataType type, int count) {
        INDArray values = Nd4j.linspace(type, 0, 0.37, count * (long) INPUT.size());
        // Irregular, and without ties for the pooling to break.
        return Transforms.sin(values.mul(values).mul(50))
                .reshape('c', count, INPUT.channels(), INPUT.height(), INPUT.width());
    }
}
