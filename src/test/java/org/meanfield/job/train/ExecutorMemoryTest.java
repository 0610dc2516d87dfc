package org.meanfield.job.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.meanfield.spark.Cluster;
import org.meanfield.spark.Machine;

final class ExecutorMemoryTest {
    private static final long MB = 1L << 20;

    private static Machine machine(String executor, String host, long heap, long memory) {
        return new Machine(executor, host, "17", 2, heap * MB, memory * MB, 0, 0);
    }

    private static SparkConf conf(String master) {
        return new SparkConf(false).set("spark.master", master);
    }

    @Test
    void executorsOfAMachineShareWhatTheirHeapsLeave() {
        ExecutorMemory memory = ExecutorMemory.of(
                conf("spark://h:7077"),
                List.of(machine("0", "a", 1000, 8000), machine("1", "a", 1000, 8000), machine("2", "b", 1000, 8000)));

        assertThat(memory).isEqualTo(new ExecutorMemory(1000 * MB, 3000 * MB, false, false));
    }

    /** Spark's rule: a tenth of the heap, 384 MB at least, unless it is set. */
    @Test
    void aContainerHasSparksOverhead() {
        List<Machine> large = List.of(machine("0", "a", 8000, 64_000));
        List<Machine> small = List.of(machine("0", "a", 1000, 64_000));

        assertThat(ExecutorMemory.of(conf("yarn"), large).outside()).isEqualTo(800 * MB);
        assertThat(ExecutorMemory.of(conf("k8s://h"), small).outside()).isEqualTo(384 * MB);
        assertThat(ExecutorMemory.of(conf("yarn").set("spark.executor.memoryOverhead", "2g"), small)
                        .outside())
                .isEqualTo(2048 * MB);
    }

    @Test
    void whatDoesNotSufficeIsNamedWithItsSetting() {
        ExecutorMemory memory = ExecutorMemory.of(conf("yarn"), new Cluster(2, 1, 1024 * MB));
        MemoryNeed need = new MemoryNeed(1500 * MB, 900 * MB);

        assertThat(memory.settings(need))
                .containsExactly("spark.executor.memory=1501m", "spark.executor.memoryOverhead=901m");
        assertThat(memory.shortage(need))
                .hasValue("warning: an executor needs about 1,500 MB of heap and 900 MB beyond it, more than it has: "
                        + "--conf spark.executor.memory=1501m --conf spark.executor.memoryOverhead=901m");
    }

    /** Without a container only the machine bounds it, which the settings do not know. */
    @Test
    void whatSufficesNeedsNoSetting() {
        ExecutorMemory memory = ExecutorMemory.of(conf("local[*]"), new Cluster(2, 1, 1024 * MB));

        assertThat(memory.shortage(new MemoryNeed(1000 * MB, 90_000 * MB))).isEmpty();
        assertThat(memory.settings(new MemoryNeed(2000 * MB, 0))).containsExactly("spark.driver.memory=2001m");
    }
}
