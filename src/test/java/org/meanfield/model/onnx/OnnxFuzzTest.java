package org.meanfield.model.onnx;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.data.Normalization;
import org.meanfield.image.ImageShape;
import org.meanfield.model.Networks;
import org.meanfield.model.StockLayers;
import org.meanfield.testing.Fuzzed;
import org.meanfield.testing.Jobs;
import org.meanfield.train.LearnerSettings;

/** Any bytes as an ONNX file that a training starts from. */
final class OnnxFuzzTest {
    private static final LearnerSettings LEARNER = Jobs.tiny(
                    "model={type: cnn, blocks: [{filters: 2, batch-norm: true, pool: 7}], dense: [4], activation: gelu}")
            .learner(20);

    static Stream<byte[]> seeds() {
        OnnxModel model = new OnnxModel(
                Networks.create(StockLayers.of(ComputationGraphConfiguration.fromJson(LEARNER.configuration()))),
                new ImageShape(1, 28, 28),
                new Normalization(new float[] {0.5f}, new float[] {0.25f}),
                Map.of("classes", "[]"));
        return Stream.of(model.bytes(10, PixelType.FLOAT, "1"), model.bytes(10, PixelType.UINT8, "1"));
    }

    @MethodSource("seeds")
    @FuzzTest
    void read(byte[] file) throws Exception {
        Fuzzed.read(() -> OnnxParameters.read("file", file).load(LEARNER.network()));
    }
}
