package org.meanfield.model.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.model.Networks;
import org.meanfield.model.init.FanMode;
import org.meanfield.model.init.KaimingNormal;
import org.meanfield.model.init.Nonlinearity;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;

/** Holds the layers through oneDNN to DL4J's own, on the same parameters. */
final class OneDnnLayersTest {
    private static final int CLASSES = 5;
    private static final double TOLERANCE = 1e-5;

    /** Elsewhere every network here would be DL4J's own, and nothing compared. */
    @BeforeEach
    void needsOneDnn() {
        assertThat(NativeBackend.usesOneDnn()).isTrue();
    }

    /** Which parts a network has. */
    private record Shape(
            int channels,
            int height,
            int width,
            int filters,
            int kernel,
            int stride,
            ConvolutionMode mode,
            int padding,
            boolean batchNorm,
            int pool,
            int dense,
            double dropout) {
        static Shape plain() {
            return new Shape(3, 9, 8, 6, 3, 1, ConvolutionMode.Same, 0, false, 2, 12, 0);
        }

        Shape batchNormed() {
            return new Shape(
                    channels, height, width, filters, kernel, stride, mode, padding, true, pool, dense, dropout);
        }

        Shape dropped() {
            return new Shape(
                    channels, height, width, filters, kernel, stride, mode, padding, batchNorm, pool, dense, 0.3);
        }
    }

    /**
     * Against double precision. The sizes are such that no value comes so near to 0 that its sign, and with it the ReLU's
     * gradient, is a matter of rounding: in DL4J's own single precision one such value moves a gradient by 1e-3.
     */
    @ParameterizedTest
    @CsvSource({
        // channels, height, width, filters, kernel, stride, mode, padding, batch norm, pool, dense, images
        "1, 28, 28, 16, 3, 1, Same, 0, false, 2, 32, 1",
        "3, 9, 7, 5, 3, 1, Same, 0, false, 2, 7, 7",
        "3, 32, 32, 32, 3, 1, Same, 0, false, 2, 128, 3",
        "5, 11, 13, 3, 5, 2, Same, 0, false, 2, 16, 7",
        "16, 8, 8, 16, 1, 1, Same, 0, false, 2, 16, 128",
        "16, 9, 9, 5, 1, 2, Same, 0, false, 1, 3, 7",
        "3, 10, 9, 16, 3, 2, Truncate, 1, false, 2, 16, 7",
        "5, 12, 9, 17, 5, 1, Truncate, 2, false, 3, 2, 128",
        // with gradients in blocks of channels
        "32, 12, 12, 64, 3, 1, Same, 0, false, 2, 16, 2",
        "35, 11, 9, 70, 3, 1, Same, 0, true, 1, 16, 2",
        "16, 11, 12, 20, 3, 2, Same, 0, false, 1, 16, 3",
        "3, 13, 12, 33, 1, 2, Same, 0, true, 1, 16, 3",
        "1, 7, 7, 1, 3, 1, Truncate, 0, false, 1, 5, 1",
        "3, 9, 7, 5, 3, 1, Same, 0, true, 2, 7, 7",
        "1, 14, 14, 16, 3, 1, Same, 0, true, 2, 32, 7",
        "3, 6, 5, 5, 3, 1, Same, 0, true, 2, 7, 128",
        "16, 8, 8, 32, 5, 1, Same, 0, true, 2, 16, 7",
        "5, 11, 13, 3, 5, 2, Same, 0, true, 3, 16, 2"
    })
    void resultsAndGradientsAreThoseOfDl4j(
            int channels,
            int height,
            int width,
            int filters,
            int kernel,
            int stride,
            ConvolutionMode mode,
            int padding,
            boolean batchNorm,
            int pool,
            int dense,
            int images) {
        Shape shape =
                new Shape(channels, height, width, filters, kernel, stride, mode, padding, batchNorm, pool, dense, 0);
        ComputationGraph own = network(shape, true);
        ComputationGraph stock = network(shape, false, DataType.DOUBLE);
        stock.params().assign(own.params());
        DataSet batch = batch(shape, images);

        Map<String, INDArray> expected = stock.feedForward(batch.getFeatures().castTo(DataType.DOUBLE), false);
        own.feedForward(batch.getFeatures(), false)
                .forEach((name, values) -> assertClose(name, values, expected.get(stockName(name, batchNorm))));
        assertGradients(own, stock, batch);
        // Without the penalty, for which DL4J takes norms of floats.
        assertClose("loss", loss(own), loss(stock));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void twentyStepsWithShortBatchesAndEvaluationsInBetweenAreThoseOfDl4j(boolean batchNorm) {
        Shape shape = batchNorm ? Shape.plain().batchNormed() : Shape.plain();
        ComputationGraph own = network(shape, true);
        ComputationGraph stock = network(shape, false);
        stock.params().assign(own.params());
        for (int step = 0; step < 20; step++) {
            DataSet batch = batch(shape, step % 5 == 4 ? 3 : 16);
            own.fit(batch);
            stock.fit(batch);
            if (step % 7 == 0) {
                own.outputSingle(batch(shape, 5).getFeatures());
            }
            assertThat(own.score()).isCloseTo(stock.score(), within(1e-3 * stock.score()));
        }
        for (String name : stock.paramTable().keySet()) {
            // Before a batch norm a bias has no effect, and its gradient is rounding.
            if (batchNorm && name.matches("conv._b")) {
                continue;
            }
            assertClose(name, own.getParam(name), stock.getParam(name), 1e-3);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void dropoutDropsWhatDl4jDrops(boolean batchNorm) {
        Shape shape = batchNorm
                ? Shape.plain().batchNormed().dropped()
                : Shape.plain().dropped();
        ComputationGraph own = network(shape, true);
        ComputationGraph stock = network(shape, false);
        stock.params().assign(own.params());

        assertGradients(own, stock, batch(shape, 7));
    }

    @Test
    void theRunningStatisticsAreThoseOfDl4j() {
        Shape shape = Shape.plain().batchNormed();
        ComputationGraph own = network(shape, true);
        ComputationGraph stock = network(shape, false);
        stock.params().assign(own.params());
        own.fit(batch(shape, 7));
        stock.fit(batch(shape, 7));

        for (String name : List.of("norm1_mean", "norm1_var", "norm2_mean", "norm2_var")) {
            assertClose(name, own.getParam(name), stock.getParam(name), TOLERANCE);
        }
    }

    @Test
    void noLayerComputesTheGradientOfTheImages() {
        ComputationGraph network = network(Shape.plain(), true);
        gradient(network, batch(Shape.plain(), 7));

        assertThat(network.getVertex("input").getEpsilon()).isNull();
    }

    @Test
    void jsonAndClonesKeepTheLayers() {
        ComputationGraph network = network(Shape.plain().batchNormed(), true);
        ComputationGraphConfiguration configuration = network.getConfiguration();
        DataSet batch = batch(Shape.plain(), 7);
        INDArray expected = gradient(network, batch);

        for (ComputationGraphConfiguration copy :
                List.of(configuration.clone(), ComputationGraphConfiguration.fromJson(configuration.toJson()))) {
            ComputationGraph again = Networks.create(copy);
            again.params().assign(network.params());
            assertThat(again.getConfiguration().toJson()).isEqualTo(configuration.toJson());
            assertThat(gradient(again, batch)).isEqualTo(expected);
            assertThat(again.getVertex("input").getEpsilon()).isNull();
        }
    }

    @Test
    void inDoublePrecisionTheLayersAreDl4js() {
        Shape shape = Shape.plain().batchNormed();
        ComputationGraph own = network(shape, true, DataType.DOUBLE);
        ComputationGraph stock = network(shape, false, DataType.DOUBLE);
        stock.params().assign(own.params());
        DataSet batch = batch(shape, 7);
        batch.setFeatures(batch.getFeatures().castTo(DataType.DOUBLE));
        batch.setLabels(batch.getLabels().castTo(DataType.DOUBLE));

        assertClose("gradient", gradient(own, batch), gradient(stock, batch), 1e-13);
    }

    @Test
    void learnersSideBySideGetTheBitsOfOneAlone() throws Exception {
        Shape shape = Shape.plain().batchNormed().dropped();
        INDArray alone = trained(shape);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<INDArray>> both = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                both.add(threads.submit(() -> trained(shape)));
            }
            for (Future<INDArray> one : both) {
                assertThat(one.get()).isEqualTo(alone);
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aNetworkMayWanderFromThreadToThread() throws Exception {
        Shape shape = Shape.plain().batchNormed();
        ComputationGraph network = network(shape, true);
        DataSet batch = batch(shape, 7);
        INDArray here = gradient(network, batch);
        ExecutorService elsewhere = Executors.newSingleThreadExecutor();
        try {
            assertThat(elsewhere.submit(() -> gradient(network, batch)).get()).isEqualTo(here);
        } finally {
            elsewhere.shutdown();
        }
    }

    @Test
    void memoryDoesNotGrow() {
        Shape shape = Shape.plain().batchNormed();
        ComputationGraph network = network(shape, true);
        Set<Long> sizes = new HashSet<>();
        for (int step = 0; step < 500; step++) {
            network.fit(batch(shape, step % 2 == 0 ? 16 : 5));
            if (step >= 100 && step % 100 == 0) {
                sizes.add(Nd4j.getWorkspaceManager().getAllWorkspacesForCurrentThread().stream()
                        .mapToLong(workspace -> workspace.getCurrentSize())
                        .sum());
            }
        }
        assertThat(sizes).hasSize(1);
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThatThrownBy(() -> new OneDnnConvolution(
                        new ConvolutionLayer.Builder(3, 3).nOut(2).activation(Activation.TANH), true))
                .hasMessage("A convolution through oneDNN has a bias, and ReLU or identity after it");
        assertThatThrownBy(() -> new OneDnnPooling(new SubsamplingLayer.Builder(PoolingType.AVG, new int[] {2, 2})))
                .hasMessage("A pooling through oneDNN takes the maximum");
    }

    private static INDArray trained(Shape shape) {
        ComputationGraph network = network(shape, true);
        for (int step = 0; step < 10; step++) {
            Nd4j.getRandom().setSeed(step + 1);
            network.fit(batch(shape, 16));
        }
        return network.params().dup();
    }

    private static String stockName(String name, boolean batchNorm) {
        return batchNorm ? name.replace("norm", "activation") : name;
    }

    private static void assertGradients(ComputationGraph own, ComputationGraph stock, DataSet batch) {
        Nd4j.getRandom().setSeed(3);
        gradient(
                stock,
                new DataSet(
                        batch.getFeatures().castTo(stock.params().dataType()),
                        batch.getLabels().castTo(stock.params().dataType())));
        Nd4j.getRandom().setSeed(3);
        gradient(own, batch);
        Map<String, INDArray> expected = stock.gradient().gradientForVariable();
        Map<String, INDArray> actual = own.gradient().gradientForVariable();
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, values) -> {
            // Before a batch norm a bias has no effect, and its gradient is rounding.
            if (!(name.matches("conv._b") && expected.containsKey("norm1_gamma"))) {
                assertClose(name, actual.get(name), values);
            }
        });
    }

    private static INDArray gradient(ComputationGraph network, DataSet batch) {
        network.setInputs(batch.getFeatures());
        network.setLabels(batch.getLabels());
        network.computeGradientAndScore();
        return network.getFlattenedGradients().dup();
    }

    private static double loss(ComputationGraph network) {
        return network.score() - network.calcRegularizationScore(true);
    }

    private static void assertClose(String name, double actual, double expected) {
        assertThat(actual).as(name).isCloseTo(expected, within(TOLERANCE * Math.abs(expected)));
    }

    private static void assertClose(String name, INDArray actual, INDArray expected) {
        assertClose(name, actual, expected, TOLERANCE);
    }

    private static void assertClose(String name, INDArray actual, INDArray expected, double tolerance) {
        assertThat(actual.shape()).as(name).isEqualTo(expected.shape());
        assertThat(actual.castTo(expected.dataType())
                        .sub(expected)
                        .norm2Number()
                        .doubleValue())
                .as(name)
                .isLessThanOrEqualTo(tolerance * expected.norm2Number().doubleValue());
    }

    private static DataSet batch(Shape shape, int images) {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, images, CLASSES);
        for (int i = 0; i < images; i++) {
            labels.putScalar(i, i % CLASSES, 1);
        }
        INDArray features = Nd4j.create(DataType.FLOAT, images, shape.channels, shape.height, shape.width);
        java.util.Random random = new java.util.Random(images);
        for (long i = 0; i < features.length(); i++) {
            features.putScalar(i, random.nextGaussian());
        }
        return new DataSet(features, labels);
    }

    private static ComputationGraph network(Shape shape, boolean own) {
        return network(shape, own, DataType.FLOAT);
    }

    private static ComputationGraph network(Shape shape, boolean own, DataType type) {
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .dataType(type)
                .updater(new Nesterovs(0.01, 0.9))
                .l2(1e-3)
                .graphBuilder()
                .addInputs("input")
                .setInputTypes(InputType.convolutional(shape.height, shape.width, shape.channels))
                .setOutputs("output");
        String top = "input";
        for (int i = 1; i <= 2; i++) {
            ConvolutionLayer.Builder settings = new ConvolutionLayer.Builder(shape.kernel, shape.kernel)
                    .nOut(shape.filters)
                    .stride(shape.stride, shape.stride)
                    .padding(shape.padding, shape.padding)
                    .convolutionMode(shape.mode)
                    .activation(shape.batchNorm ? Activation.IDENTITY : Activation.RELU);
            top = add(graph, "conv" + i, own ? new OneDnnConvolution(settings, i > 1) : settings.build(), top);
            if (shape.batchNorm && own) {
                top = add(graph, "norm" + i, new OneDnnBatchNorm(1e-5, 0.9, true), top);
            } else if (shape.batchNorm) {
                top = add(
                        graph,
                        "norm" + i,
                        new BatchNormalization.Builder().useLogStd(false).build(),
                        top);
                top = add(graph, "activation" + i, new ActivationLayer(Activation.RELU), top);
            }
        }
        if (shape.pool > 1) {
            SubsamplingLayer.Builder pool = new SubsamplingLayer.Builder(
                            PoolingType.MAX, new int[] {shape.pool, shape.pool})
                    .stride(shape.pool, shape.pool);
            top = add(graph, "pool", own ? new OneDnnPooling(pool) : pool.build(), top);
        }
        if (shape.dropout > 0) {
            top = add(graph, "dropout", new DropoutLayer.Builder(new Dropout(1 - shape.dropout)).build(), top);
        }
        Layer dense = own
                ? new OneDnnDense(shape.dense, true, true)
                : new DenseLayer.Builder()
                        .nOut(shape.dense)
                        .activation(Activation.RELU)
                        .build();
        top = add(graph, "dense", dense, top);
        Layer output = own
                ? new OneDnnOutput(CLASSES)
                : new OutputLayer.Builder()
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build();
        add(graph, "output", output, top);
        ComputationGraph network = Networks.create(graph.build());
        Networks.initialize(network, new KaimingNormal(FanMode.FAN_IN, Nonlinearity.RELU), 5);
        return network;
    }

    private static String add(GraphBuilder graph, String name, Layer layer, String top) {
        graph.addLayer(name, layer, top);
        return name;
    }
}
