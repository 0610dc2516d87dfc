package org.meanfield.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.Test;
import org.meanfield.config.InvalidInputException;
import org.meanfield.image.ImageShape;

final class ArchitectureTest {
    @Test
    void layersAreNamedByKindAndCounted() {
        Cnn cnn = new Cnn(
                List.of(new Cnn.Block(8, 2, 3, true, 2, 0.1), new Cnn.Block(16, 1, 5, false, 1, 0)),
                Cnn.Features.PIXELS,
                List.of(32),
                0.5,
                Activation.ELU,
                1);

        assertThat(layers(cnn, new ImageShape(3, 9, 8)))
                .containsExactly(
                        "conv1",
                        "norm1",
                        "activation1",
                        "conv2",
                        "norm2",
                        "activation2",
                        "pool1",
                        "dropout1",
                        "conv3",
                        "activation3",
                        "dense1",
                        "activation4",
                        "dropout2",
                        "output");
        assertThat(layers(
                        new Cnn(
                                List.of(new Cnn.Block(8, 1, 3, false, 2, 0)),
                                Cnn.Features.GLOBAL_AVERAGE,
                                List.of(),
                                0.5,
                                Activation.RELU,
                                1),
                        new ImageShape(3, 9, 8)))
                .containsExactly("conv1", "pool1", "average1", "output");
        assertThat(layers(new Resnet(List.of(4, 8), 1, 0.5), new ImageShape(3, 9, 8)))
                .containsExactlyInAnyOrder(
                        "conv1",
                        "norm1",
                        "conv2",
                        "norm2",
                        "conv3",
                        "norm3",
                        "sum1",
                        "conv4",
                        "norm4",
                        "conv5",
                        "norm5",
                        "conv6",
                        "norm6",
                        "sum2",
                        "average1",
                        "dropout1",
                        "output");
        assertThat(layers(new Mlp(List.of(20, 10), Activation.RELU, 0, 1), new ImageShape(1, 4, 4)))
                .containsExactly("dense1", "dense2", "output");
    }

    @Test
    void poolingBelowOnePixelIsRefusedWithTheBlockAndTheSizes() {
        Cnn.Block block = new Cnn.Block(4, 1, 3, false, 2, 0);
        Cnn cnn = new Cnn(List.of(block, block, block), Cnn.Features.PIXELS, List.of(), 0, Activation.RELU, 1);

        assertThatThrownBy(() -> layers(cnn, new ImageShape(3, 7, 32)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("pool of block 3 is 2 but must be at most 1: images of 3×7×32 are 1×8 pixels there");
        assertThat(layers(cnn, new ImageShape(3, 8, 9))).endsWith("pool3", "output");
    }

    @Test
    void settingsOutOfRangeAreNamed() {
        assertThatThrownBy(() -> new Mlp(List.of(512, 0), Activation.RELU, 0, 1))
                .hasMessage("hidden is [512, 0] but must be positive numbers");
        assertThatThrownBy(() -> new Mlp(List.of(512), Activation.RELU, 1, 1))
                .hasMessage("dropout is 1.0 but must be in [0, 1)");
        assertThatThrownBy(() -> new Cnn(List.of(), Cnn.Features.PIXELS, List.of(), 0, Activation.RELU, 1))
                .hasMessage("blocks is [] but must be one block or more");
        assertThatThrownBy(() -> new Cnn.Block(8, 1, 4, false, 2, 0))
                .hasMessage("kernel is 4 but must be positive and odd");
        assertThatThrownBy(() -> new Resnet(List.of(16, 0), 3, 0))
                .hasMessage("stages is [16, 0] but must be one positive number or more");
        assertThatThrownBy(() -> new Resnet(List.of(), 3, 0))
                .hasMessage("stages is [] but must be one positive number or more");
        assertThatThrownBy(() -> new Resnet(List.of(16), 0, 0)).hasMessage("blocks is 0 but must be positive");
        assertThatThrownBy(() -> new Resnet(List.of(16), 1, 1)).hasMessage("dropout is 1.0 but must be in [0, 1)");
        assertThatThrownBy(() -> Networks.configuration(
                        new Mlp(List.of(), Activation.RELU, 0, 1),
                        new ImageShape(1, 4, 4),
                        1,
                        UnaryOperator.identity()))
                .hasMessage("classes is 1 but must be at least 2");
    }

    @Test
    void anArchitectureSurvivesSerialization() throws Exception {
        Cnn cnn = new Cnn(
                List.of(new Cnn.Block(8, 2, 3, true, 2, 0.1)),
                Cnn.Features.PIXELS,
                List.of(32),
                0.5,
                Activation.GELU,
                1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(cnn);
        }

        Object copy = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

        assertThat(copy).isEqualTo(cnn);
    }

    private static List<String> layers(Architecture architecture, ImageShape input) {
        ComputationGraphConfiguration configuration =
                Networks.configuration(architecture, input, 10, UnaryOperator.identity());
        return List.copyOf(configuration.getVertices().keySet());
    }

    @Test
    void widthScalesEveryLayerButTheOutput() {
        Cnn cnn = new Cnn(
                List.of(new Cnn.Block(2, 1, 3, false, 2, 0), new Cnn.Block(5, 1, 3, false, 2, 0)),
                Cnn.Features.PIXELS,
                List.of(9),
                0,
                Activation.RELU,
                1.5);
        assertThat(Networks.create(cnn, new ImageShape(1, 8, 8), 4, UnaryOperator.identity())
                        .numParams())
                .isEqualTo(3 * (9 + 1) + 8 * (27 + 1) + 14 * (32 + 1) + 4 * (14 + 1));
        assertThat(Networks.create(
                                new Mlp(List.of(20, 10), Activation.RELU, 0, 0.25),
                                new ImageShape(1, 4, 4),
                                3,
                                UnaryOperator.identity())
                        .numParams())
                .isEqualTo(5 * 17 + 3 * 6 + 3 * 4);
    }

    @Test
    void aWidthThatComesToNothingIsRefused() {
        assertThatThrownBy(() -> new Mlp(List.of(64, 4), Activation.RELU, 0, 0.1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("width is 0.1 but must be such that a layer of 4 has 1 … 1000000 units, not 0");
        for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new Mlp(List.of(64), Activation.RELU, 0, wrong))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageStartingWith(
                            "width is " + wrong + " but must be such that a layer of 64 has 1 … 1000000 units");
        }
    }
}
