package org.meanfield.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.meanfield.image.ImageShape;

final class ModelSummaryTest {
    private record Brief(
            String name, String kind, String output, long trainable, long statistics, long multiplyAdds, long field) {}

    private static List<Brief> briefs(ModelSummary summary) {
        return summary.rows().stream()
                .map(row -> new Brief(
                        row.name(),
                        row.kind(),
                        row.output(),
                        row.trainable(),
                        row.statistics(),
                        row.multiplyAdds(),
                        row.field().size()))
                .toList();
    }

    @Test
    void aPerceptronHasItsKnownSize() {
        ModelSummary summary = summary(new Mlp(List.of(512, 256), Activation.RELU, 0.2, 1), new ImageShape(1, 28, 28));

        assertThat(briefs(summary))
                .containsExactly(
                        new Brief("dense1", "dense", "512", 401_920, 0, 401_408, 28),
                        new Brief("dropout1", "dropout", "512", 0, 0, 0, 28),
                        new Brief("dense2", "dense", "256", 131_328, 0, 131_072, 28),
                        new Brief("dropout2", "dropout", "256", 0, 0, 0, 28),
                        new Brief("output", "output", "10", 2_570, 0, 2_560, 28));
        assertThat(summary.parameters()).isEqualTo(535_818);
        assertThat(summary.multiplyAdds()).isEqualTo(535_040);
    }

    @Test
    void aConvolutionalNetworkHasItsKnownSizeAndReceptiveFields() {
        ModelSummary summary = summary(vgg(false), new ImageShape(3, 32, 32));

        assertThat(briefs(summary))
                .containsExactly(
                        new Brief("conv1", "convolution 3×3", "32×32×32", 896, 0, 884_736, 3),
                        new Brief("conv2", "convolution 3×3", "32×32×32", 9_248, 0, 9_437_184, 5),
                        new Brief("pool1", "pooling 2×2", "32×16×16", 0, 0, 0, 6),
                        new Brief("conv3", "convolution 3×3", "64×16×16", 18_496, 0, 4_718_592, 10),
                        new Brief("conv4", "convolution 3×3", "64×16×16", 36_928, 0, 9_437_184, 14),
                        new Brief("pool2", "pooling 2×2", "64×8×8", 0, 0, 0, 16),
                        new Brief("conv5", "convolution 3×3", "128×8×8", 73_856, 0, 4_718_592, 24),
                        new Brief("conv6", "convolution 3×3", "128×8×8", 147_584, 0, 9_437_184, 32),
                        new Brief("pool3", "pooling 2×2", "128×4×4", 0, 0, 0, 36),
                        new Brief("dense1", "dense", "128", 262_272, 0, 262_144, 60),
                        new Brief("output", "output", "10", 1_290, 0, 1_280, 60));
        assertThat(summary.parameters()).isEqualTo(550_570);
        assertThat(summary.multiplyAdds()).isEqualTo(38_896_896);
    }

    @Test
    void batchNormsStatisticsAreCountedApart() {
        ModelSummary summary = summary(vgg(true), new ImageShape(3, 32, 32));

        assertThat(briefs(summary).get(1))
                .isEqualTo(new Brief("norm1", "batch normalization", "32×32×32", 64, 64, 0, 3));
        // 2 · (32 + 32 + 64 + 64 + 128 + 128) scales and shifts, and as many means and variances.
        assertThat(summary.trainable()).isEqualTo(550_570 + 896);
        assertThat(summary.statistics()).isEqualTo(896);
        assertThat(summary.multiplyAdds()).isEqualTo(38_896_896);
    }

    /**
     * He et al. count 0.27 million for 20 layers (table 6); with their projections it is 272,474 without the biases that a
     * convolution here has.
     */
    @Test
    void aResidualNetworkHasItsKnownSize() {
        ModelSummary summary = summary(new Resnet(List.of(16, 32, 64), 3, 0), new ImageShape(3, 32, 32));
        long biases = 16 + 6 * 16 + 6 * 32 + 32 + 6 * 64 + 64;

        assertThat(summary.trainable() - biases).isEqualTo(272_474);
        assertThat(briefs(summary).stream().filter(row -> row.kind().startsWith("convolution")))
                .hasSize(19 + 2);
        assertThat(briefs(summary)).contains(new Brief("sum1", "add", "16×32×32", 0, 0, 0, 7));
        // 3 · 3² · 16, then 16 · 3² · 16 six times, at 32²; and so on at half the size, with the projections.
        assertThat(summary.multiplyAdds())
                .isEqualTo((432 + 6 * 2_304) * 1_024L
                        + (4_608 + 5 * 9_216 + 512) * 256L
                        + (18_432 + 5 * 36_864 + 2_048) * 64L
                        + 640);
    }

    /** The stem, two convolutions for each block, those of the first block of a stage at twice the jump, and the whole image. */
    @Test
    void theFieldOfASumIsThatOfItsLongerWay() {
        ModelSummary summary = summary(new Resnet(List.of(4, 8), 1, 0), new ImageShape(3, 32, 32));

        assertThat(briefs(summary).stream().filter(row -> row.kind().equals("add")))
                .extracting(Brief::field)
                .containsExactly(3L + 2 + 2, 7L + 2 + 4);
        assertThat(briefs(summary).stream().filter(row -> row.kind().equals("global pooling")))
                .containsExactly(new Brief("average1", "global pooling", "8", 0, 0, 0, 13 + 15 * 2));
    }

    @Test
    void parametersAreAsManyAsTheNetworkHas() {
        assertThat(Networks.create(vgg(true), new ImageShape(3, 32, 32), 10, UnaryOperator.identity())
                        .numParams())
                .isEqualTo(summary(vgg(true), new ImageShape(3, 32, 32)).parameters());
    }

    @Test
    void theTableHasARowPerLayerAndTheTotals() {
        Mlp mlp = new Mlp(List.of(1000), Activation.RELU, 0, 1);

        assertThat(summary(mlp, new ImageShape(1, 28, 28)).table().lines())
                .containsExactly(
                        "layer          kind                   output         parameters    multiply-adds  activations  field  image rows",
                        "dense1         dense                  1000              785,000          784,000        1,000     28  0 … 27",
                        "output         output                 10                 10,010           10,000           10     28  0 … 27",
                        "total                                                   795,010          794,000        1,010",
                        "795,010 trainable parameters, 0 running statistics");
    }

    /** Two convolutions of 32, 64 and 128 filters each, then 128 units. */
    private static Cnn vgg(boolean batchNorm) {
        return new Cnn(
                List.of(
                        new Cnn.Block(32, 2, 3, batchNorm, 2, 0),
                        new Cnn.Block(64, 2, 3, batchNorm, 2, 0),
                        new Cnn.Block(128, 2, 3, batchNorm, 2, 0)),
                Cnn.Features.PIXELS,
                List.of(128),
                0,
                Activation.RELU,
                1);
    }

    private static ModelSummary summary(Architecture architecture, ImageShape input) {
        return ModelSummary.of(Networks.configuration(architecture, input, 10, UnaryOperator.identity()), input);
    }
}
