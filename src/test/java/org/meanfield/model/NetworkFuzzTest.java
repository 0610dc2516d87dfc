package org.meanfield.model;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.image.ImageShape;
import org.meanfield.testing.Fuzzed;
import org.meanfield.testing.Jobs;

/** Any text as the JSON of a network of DL4J's. */
final class NetworkFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.of(
                        "{type: mlp, hidden: [6], dropout: 0.1}",
                        "{type: cnn, blocks: [{filters: 2, kernel: 3, batch-norm: true, pool: 2}], dense: [4]}")
                .map(model -> Jobs.tiny("model=" + model).learner(20).configuration())
                .flatMap(json -> Stream.of(
                        json,
                        NetworkJson.toFile(json),
                        StockLayers.of(ComputationGraphConfiguration.fromJson(json))
                                .toJson()))
                .map(Fuzzed::text);
    }

    @MethodSource("seeds")
    @FuzzTest
    void read(byte[] file) throws Exception {
        String path = Fuzzed.file("network.json", file).toString();
        Fuzzed.read(
                () -> Networks.configuration(new Dl4j(path), new ImageShape(1, 28, 28), 10, UnaryOperator.identity()));
    }
}
