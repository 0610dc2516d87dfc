package org.meanfield.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class OneDnnConvolutionTest {
    private static final int CLASSES = 5;

    @BeforeEach
    void needsOneDnn() {
        assumeTrue(NativeBackend.usesOneDnn(), "the native library has no oneDNN");
    }

    @ParameterizedTest
    @CsvSource({
        // height, width, kernel, stride, batch norm, images
        "8, 8, 3, 1, false, 1",
        "9, 7, 3, 1, false, 7",
        "12, 12, 3, 1, false, 128",
        "9, 7, 5, 2, false, 7",
        "8, 8, 1, 1, false, 7",
        "9, 7, 3, 2, true, 7",
        "12, 12, 3, 1, true, 128"
    })
    void resultsAndGradientsAreThoseOfDl4jsConvolution(
            int height, int width, int kernel, int stride, boolean batchNorm, int images) {
        ComputationGraph own = network(true, height, width, kernel, stride, batchNorm, CacheMode.DEVICE);
        ComputationGraph stock = network(false, height, width, kernel, stride, batchNorm, CacheMode.NONE);
        Batch batch = Batch.of(images, height, width);

        assertThat(own.getLayer("conv1").getHelper()).isInstanceOf(MKLDNNConvHelper.class);
        assertThat(stock.getLayer("conv1").getHelper()).isNull();
        assertClose(own.outputSingle(batch.images), stock.outputSingle(batch.images), 1e-6);
        assertClose(gradient(own, batch), gradient(stock, batch), 2e-6);
    }

    @Test
    void aChangingBatchSizeAndAnEvaluationInBetweenChangeNoGradient() {
        ComputationGraph own = network(true, 9, 7, 3, 1, true, CacheMode.DEVICE);
        ComputationGraph fresh = network(true, 9, 7, 3, 1, true, CacheMode.NONE);
        for (int images : new int[] {16, 3, 16}) {
            Batch batch = Batch.of(images, 9, 7);
            INDArray kept = gradient(own, batch);
            own.outputSingle(Batch.of(5, 9, 7).images);

            assertThat(kept).isEqualTo(gradient(fresh, batch));
        }
    }

    @Test
    void keepingOutcomesForTheBackwardPassChangesNoBit() {
        Batch batch = Batch.of(32, 9, 7);

        assertThat(gradient(network(true, 9, 7, 3, 1, true, CacheMode.DEVICE), batch))
                .isEqualTo(gradient(network(true, 9, 7, 3, 1, true, CacheMode.NONE), batch));
    }

    @Test
    void jsonAndClonesKeepTheLayerAndItsRefusalOfTheSlowPath() {
        ComputationGraphConfiguration configuration =
                network(true, 8, 8, 3, 1, false, CacheMode.DEVICE).getConfiguration();

        for (ComputationGraphConfiguration copy :
                Arrays.asList(configuration.clone(), ComputationGraphConfiguration.fromJson(configuration.toJson()))) {
            assertThat(copy).isEqualTo(configuration);
            ComputationGraph network = Networks.create(copy);
            OneDnnConvolution layer =
                    (OneDnnConvolution) network.getLayer("conv1").conf().getLayer();
            assertThat(layer.isCudnnAllowFallback()).isFalse();
            assertThat(network.getLayer("conv1").getHelper()).isInstanceOf(MKLDNNConvHelper.class);
        }
    }

    @Test
    void describesWhereConvolutionsGo() {
        assertThat(NativeBackend.describe()).isEqualTo("CPU, convolutions through oneDNN");
    }

    private record Batch(INDArray images, INDArray labels) {
        static Batch of(int count, int height, int width) {
            INDArray labels = Nd4j.zeros(DataType.FLOAT, count, CLASSES);
            for (int i = 0; i < count; i++) {
                labels.putScalar(i, i % CLASSES, 1);
            }
            Nd4j.getRandom().setSeed(7);
            return new Batch(Nd4j.randn(DataType.FLOAT, count, 3, height, width), labels);
        }
    }

    private static ComputationGraph network(
            boolean own, int height, int width, int kernel, int stride, boolean batchNorm, CacheMode cache) {
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .dataType(DataType.FLOAT)
                .cacheMode(cache)
                .graphBuilder()
                .addInputs("input")
                .setInputTypes(InputType.convolutional(height, width, 3))
                .setOutputs("output");
        String top = "input";
        for (int i = 1; i <= 2; i++) {
            ConvolutionLayer.Builder settings = new ConvolutionLayer.Builder(kernel, kernel)
                    .nOut(6)
                    .stride(stride, stride)
                    .convolutionMode(ConvolutionMode.Same)
                    .activation(batchNorm ? Activation.IDENTITY : Activation.RELU);
            graph.addLayer("conv" + i, own ? new OneDnnConvolution(settings) : settings.build(), top);
            top = "conv" + i;
            if (batchNorm) {
                graph.addLayer(
                        "norm" + i,
                        new BatchNormalization.Builder().useLogStd(false).build(),
                        top);
                graph.addLayer("activation" + i, new ActivationLayer(Activation.RELU), "norm" + i);
                top = "activation" + i;
            }
        }
        graph.addLayer("pool", new SubsamplingLayer.Builder(2, 2).stride(2, 2).build(), top);
        graph.addLayer(
                "output",
                new OutputLayer.Builder()
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build(),
                "pool");
        ComputationGraph network = Networks.create(graph.build());
        Networks.initialize(network, new KaimingNormal(FanMode.FAN_IN, Nonlinearity.RELU), 5);
        return network;
    }

    private static INDArray gradient(ComputationGraph network, Batch batch) {
        network.setInputs(batch.images);
        network.setLabels(batch.labels);
        network.computeGradientAndScore();
        return network.getFlattenedGradients().dup();
    }

    private static void assertClose(INDArray actual, INDArray expected, double tolerance) {
        double largest = expected.norm2Number().doubleValue();
        assertThat(actual.sub(expected).norm2Number().doubleValue()).isLessThan(tolerance * largest);
    }
}
