package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanfield.testing.LocalSpark;

final class SlotsTest {
    /** Of a Spark of its own: the others' is ended, and they start another one. */
    @ParameterizedTest
    @CsvSource({"1, 200, 2", "2, 200, 1", "1, 1, 2"})
    void areWhatSparkRunsAtOnce(int coresOfATask, int defaultParallelism, int slots) {
        LocalSpark.context().close();
        SparkConf conf = new SparkConf()
                .setMaster("local[2]")
                .setAppName("slots")
                .set("spark.task.cpus", String.valueOf(coresOfATask))
                .set("spark.default.parallelism", String.valueOf(defaultParallelism));
        try (JavaSparkContext context = new JavaSparkContext(conf)) {
            assertThat(context.defaultParallelism()).isEqualTo(defaultParallelism);
            assertThat(Slots.of(context)).isEqualTo(slots);
        }
    }

    @Test
    void ofAnExecutorShareItsHeap() {
        assertThat(new Cluster(7, 2, 1000).slotsOfAnExecutor()).isEqualTo(4);
    }
}
