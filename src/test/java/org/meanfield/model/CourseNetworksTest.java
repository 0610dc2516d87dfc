package org.meanfield.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.RecordReader;
import org.meanfield.image.ImageShape;
import org.meanfield.job.train.TrainJob;
import org.meanfield.model.ModelSummary.Row;

/** The networks of docs/course.md, whose figures are known. */
final class CourseNetworksTest {
    private static final ImageShape IMAGENET = new ImageShape(3, 224, 224);
    private static final ImageShape FEATURES = new ImageShape(256, 32, 32);

    private static Architecture model(String file) throws IOException {
        return RecordReader.read(Files.readString(Path.of(file)), file, TrainJob.class, List.of())
                .model();
    }

    private static ModelSummary summary(Architecture model, ImageShape input, int classes) {
        return ModelSummary.of(Networks.configuration(model, input, classes, UnaryOperator.identity()), input);
    }

    private static List<Row> withParameters(ModelSummary summary) {
        return summary.rows().stream().filter(row -> row.trainable() > 0).toList();
    }

    /** The parameters of each layer by kernel² · inputs · outputs + outputs; the total is torchvision's for vgg11. */
    @Test
    void vgg11HasItsKnownParameters() throws IOException {
        ModelSummary summary = summary(model("docs/vgg-11.yaml"), IMAGENET, 1000);

        assertThat(withParameters(summary))
                .extracting(Row::trainable)
                .containsExactly(
                        1_792L,
                        73_856L,
                        295_168L,
                        590_080L,
                        1_180_160L,
                        2_359_808L,
                        2_359_808L,
                        2_359_808L,
                        102_764_544L,
                        16_781_312L,
                        4_097_000L);
        assertThat(summary.parameters()).isEqualTo(132_863_336);
        // A ReLU for every output of a convolution or dense layer, and the softmax; none for dropout.
        assertThat(summary.activations())
                .isEqualTo(64L * 224 * 224
                        + 128 * 112 * 112
                        + 2 * 256 * 56 * 56
                        + 2 * 512 * 28 * 28
                        + 2 * 512 * 14 * 14
                        + 2 * 4096
                        + 1000);
        long dense = summary.rows().stream()
                .filter(row -> row.kind().equals("dense") || row.kind().equals("output"))
                .mapToLong(Row::trainable)
                .sum();
        assertThat(100.0 * dense / summary.parameters()).isCloseTo(93.06, within(0.005));
        assertThat(summary.rows())
                .filteredOn(row -> row.kind().startsWith("pooling"))
                .extracting(Row::output)
                .containsExactly("64×112×112", "128×56×56", "256×28×28", "512×14×14", "512×7×7");
    }

    @Test
    void oddSizesAreRoundedDown() throws IOException {
        assertThat(summary(model("docs/vgg-11.yaml"), new ImageShape(3, 231, 225), 10)
                        .rows())
                .filteredOn(row -> row.kind().startsWith("pooling"))
                .extracting(Row::output)
                .containsExactly("64×115×112", "128×57×56", "256×28×28", "512×14×14", "512×7×7");
    }

    @Test
    void anImageThatIsTooSmallIsRefused() throws IOException {
        Architecture vgg = model("docs/vgg-11.yaml");
        assertThatThrownBy(() -> summary(vgg, new ImageShape(3, 16, 31), 10))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("pool of block 5 is 2 but must be at most 1");
    }

    /** 13 convolutions and 3 dense layers; the total is torchvision's for vgg16. */
    @Test
    void vgg16HasItsKnownReceptiveFields() throws IOException {
        ModelSummary summary = summary(model("docs/vgg-16.yaml"), IMAGENET, 1000);

        assertThat(summary.parameters()).isEqualTo(138_357_544);
        assertThat(summary.rows())
                .filteredOn(row -> List.of("conv2", "pool1", "pool2").contains(row.name()))
                .extracting(Row::field)
                .containsExactly(
                        new ReceptiveField(-2, 5, 1, true),
                        new ReceptiveField(-2, 6, 2, true),
                        new ReceptiveField(-6, 16, 4, true));
        assertThat(summary.rows())
                .filteredOn(row -> List.of("conv2", "pool1", "pool2", "dense1").contains(row.name()))
                .extracting(row -> row.field().toString())
                .containsExactly("i−2 … i+2", "2i−2 … 2i+3", "4i−6 … 4i+9", "−90 … 313");
    }

    /** On 256×32×32: 128 filters of 1×1, 192 of 3×3 and 96 of 5×5, as 32² · 256 · (128 + 192 · 9 + 96 · 25) multiply-adds. */
    @Test
    void theNaiveInceptionModuleCostsWhatItsConvolutionsDo() throws IOException {
        ModelSummary summary = summary(model("docs/inception-naive.yaml"), FEATURES, 10);

        Row merged = row(summary, "merge");
        assertThat(merged.output()).isEqualTo("672×32×32");
        assertThat(merged.field()).isEqualTo(new ReceptiveField(-2, 5, 1, true));
        assertThat(summary.multiplyAdds()).isEqualTo(1024L * 256 * (128 + 192 * 9 + 96 * 25) + 672 * 10);
        assertThat(summary.parameters())
                .isEqualTo(128 * (256 + 1) + 192 * (9 * 256 + 1) + 96 * (25 * 256 + 1) + 10 * (672 + 1));
        assertThat(summary.activations()).isEqualTo(1024 * (128 + 192 + 96) + 10);
    }

    /** 64 filters of 1×1 before the larger convolutions and after the pooling. */
    @Test
    void bottlenecksSaveMostOfIt() throws IOException {
        ModelSummary summary = summary(model("docs/inception-bottleneck.yaml"), FEATURES, 10);

        assertThat(row(summary, "merge").output()).isEqualTo("480×32×32");
        assertThat(summary.multiplyAdds())
                .isEqualTo(1024L * (256 * (128 + 3 * 64) + 64 * (192 * 9 + 96 * 25)) + 480 * 10);
        assertThat(summary.parameters())
                .isEqualTo(128 * 257 + 3 * 64 * 257 + 192 * (9 * 64 + 1) + 96 * (25 * 64 + 1) + 10 * (480 + 1));
        assertThat(summary.activations()).isEqualTo(1024 * (128 + 192 + 96 + 3 * 64) + 10);
    }

    /** With {@code -Dmeanfield.generate=true} they are written. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theFilesAreWhatDl4jMakesOfTheModules(boolean bottleneck) throws IOException {
        Path file = Path.of(bottleneck ? "docs/inception-bottleneck.json" : "docs/inception-naive.json");
        String json = inception(bottleneck).toJson() + "\n";
        if (Boolean.getBoolean("meanfield.generate")) {
            Files.writeString(file, json);
        }
        assertThat(file).hasContent(json);
    }

    private static Row row(ModelSummary summary, String name) {
        return summary.rows().stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static ComputationGraphConfiguration inception(boolean bottleneck) {
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .seed(1)
                .graphBuilder()
                .addInputs("features")
                .addLayer("one", convolution(1, 256, 128), "features")
                .addLayer(
                        "pool",
                        new SubsamplingLayer.Builder(PoolingType.MAX, new int[] {3, 3})
                                .stride(1, 1)
                                .convolutionMode(ConvolutionMode.Same)
                                .build(),
                        "features");
        int taken = 256;
        if (bottleneck) {
            taken = 64;
            graph.addLayer("reduce3", convolution(1, 256, taken), "features")
                    .addLayer("reduce5", convolution(1, 256, taken), "features")
                    .addLayer("project", convolution(1, 256, taken), "pool");
        }
        return graph.addLayer("three", convolution(3, taken, 192), bottleneck ? "reduce3" : "features")
                .addLayer("five", convolution(5, taken, 96), bottleneck ? "reduce5" : "features")
                .addVertex("merge", new MergeVertex(), "one", "three", "five", bottleneck ? "project" : "pool")
                .addLayer("average", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "merge")
                .addLayer(
                        "classes",
                        new OutputLayer.Builder()
                                .nIn(bottleneck ? 480 : 672)
                                .nOut(10)
                                .activation(org.nd4j.linalg.activations.Activation.SOFTMAX)
                                .build(),
                        "average")
                .setOutputs("classes")
                .build();
    }

    private static ConvolutionLayer convolution(int kernel, int inputs, int filters) {
        return new ConvolutionLayer.Builder(kernel, kernel)
                .nIn(inputs)
                .nOut(filters)
                .convolutionMode(ConvolutionMode.Same)
                .activation(org.nd4j.linalg.activations.Activation.RELU)
                .build();
    }
}
