package org.meanfield.job.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.meanfield.spark.Machine;

final class ContainerRoomTest {
    private static final long MB = 1L << 20;

    private static Machine machine(String executor, String host, long heap, long memory) {
        return new Machine(executor, host, "17", 2, heap * MB, memory * MB, 0, 0);
    }

    private static SparkConf conf(String master) {
        return new SparkConf(false).set("spark.master", master);
    }

    @Test
    void executorsOfAMachineShareWhatTheirHeapsLeave() {
        ContainerRoom room = ContainerRoom.of(
                conf("spark://h:7077"),
                List.of(machine("0", "a", 1000, 8000), machine("1", "a", 1000, 8000), machine("2", "b", 1000, 8000)));

        assertThat(room).isEqualTo(new ContainerRoom(1000 * MB, 3000 * MB, false, false));
    }

    /** Spark's rule: a tenth of the heap, 384 MB at least, unless it is set. */
    @Test
    void aContainerHasSparksOverhead() {
        List<Machine> large = List.of(machine("0", "a", 8000, 64_000));
        List<Machine> small = List.of(machine("0", "a", 1000, 64_000));

        assertThat(ContainerRoom.of(conf("yarn"), large).outside()).isEqualTo(800 * MB);
        assertThat(ContainerRoom.of(conf("k8s://h"), small).outside()).isEqualTo(384 * MB);
        assertThat(ContainerRoom.of(conf("yarn").set("spark.executor.memoryOverhead", "2g"), small)
                        .outside())
                .isEqualTo(2048 * MB);
    }

    @Test
    void whatDoesNotSufficeIsNamedWithItsSetting() {
        ContainerRoom room = ContainerRoom.of(conf("yarn"), List.of(machine("0", "a", 1024, 64_000)));
        MemoryNeed need = new MemoryNeed(1500 * MB, 900 * MB);

        assertThat(room.findings(need))
                .extracting(Finding::line)
                .containsExactly(
                        "wrong    heap         an executor needs about 1,500 of 1,024 MB; --executor-memory 1501m",
                        "wrong    off-heap     an executor needs about 900 of 384 MB; --conf spark.executor.memoryOverhead=901m");
        assertThat(room.settings(need))
                .containsExactly("spark.executor.memory=1501m", "spark.executor.memoryOverhead=901m");
    }

    @Test
    void whatSufficesNeedsNoSetting() {
        ContainerRoom room = ContainerRoom.of(conf("local[*]"), List.of(machine("driver", "a", 1024, 4000)));
        MemoryNeed need = new MemoryNeed(1000 * MB, 900 * MB);

        assertThat(room.findings(need)).extracting(Finding::level).containsOnly(Finding.Level.OK);
        assertThat(room.settings(need)).isEmpty();
        assertThat(room.settings(new MemoryNeed(2000 * MB, 0))).containsExactly("spark.driver.memory=2001m");
    }
}
