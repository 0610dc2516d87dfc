package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ContainersTest {
    /** As Spark's documentation of spark.executor.memoryOverhead says: 10 % of the heap, at least 384 MiB. */
    @ParameterizedTest
    @CsvSource({
        "yarn, '', '', 1024, 384",
        "yarn, '', '', 8192, 819",
        "yarn, '', 0.4, 8192, 3276",
        "k8s://https://host, 2g, '', 1024, 2048",
        "yarn, 100m, 0.4, 8192, 100",
    })
    void aContainerHasItsOverheadBeyondTheHeap(
            String master, String overhead, String factor, long heap, long expected) {
        SparkConf conf = new SparkConf(false).set("spark.master", master);
        if (!overhead.isEmpty()) {
            conf.set(Containers.OVERHEAD, overhead);
        }
        if (!factor.isEmpty()) {
            conf.set("spark.executor.memoryOverheadFactor", factor);
        }
        assertThat(Containers.overhead(conf, heap << 20).getAsLong() >> 20).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"local[2]", "spark://host:7077"})
    void elsewhereThereIsNone(String master) {
        assertThat(Containers.overhead(new SparkConf(false).set("spark.master", master), 1 << 30))
                .isEmpty();
    }
}
