package org.meanfield.spark.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.serializer.Serializer;
import org.deeplearning4j.core.loader.impl.SerializedDataSetLoader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.testing.Wire;

/** What {@link RoundTrainingMaster} sends and brings back arrives as it was sent. */
final class ShippedBatchesTest {
    @ParameterizedTest
    @MethodSource
    void arrivesAsItWasSent(Serializer serializer, Object sent) {
        Object arrived = Wire.shipped(serializer, sent);
        assertThat(arrived).isNotSameAs(sent).hasSameClassAs(sent);
        assertThat(arrived).usingRecursiveComparison().isEqualTo(sent);
    }

    static Stream<Arguments> arrivesAsItWasSent() {
        return Wire.serializers().flatMap(serializer -> Stream.of(
                        new BatchShard(1, new ArrayList<>(List.of("a batch"))),
                        new Batcher<>(new Batcher.Single(), 4),
                        new Batcher<>(new Batcher.Multi(), 4),
                        new BatchShard.Load<>(new SerializedDataSetLoader()),
                        new RoutedStats(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()))
                .map(value -> Arguments.of(serializer, value)));
    }
}
