package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.InvalidInputException;
import org.meanfield.storage.SharedData;
import org.meanfield.storage.Storage;
import org.meanfield.tables.ExecutorRow;
import org.meanfield.testing.LocalSpark;
import org.meanfield.train.Gpu;

final class ExecutorCheckTest {
    private final JavaSparkContext context = LocalSpark.context();

    @AfterEach
    void forgetConfiguration() {
        Storage.configure(new Configuration());
    }

    @Test
    void knowsWhoHasTakenNoTask(@TempDir Path folder) {
        List<ExecutorRow> executors = List.of(
                new ExecutorRow("driver", "localhost", "CPU", "avx2", "17"),
                new ExecutorRow("7", "elsewhere", "CPU", "avx2", "17"));

        assertThat(ExecutorCheck.unverified(context, executors, new There(), folder.toString()))
                .containsExactly("7");
    }

    @Test
    void namesAnExecutorThatMayNotLookForTheOutput() {
        Configuration hadoop = new Configuration();
        hadoop.set("fs.locked.impl", LockedFileSystem.class.getName());
        Storage.configure(hadoop);
        List<ExecutorRow> executors = List.of(new ExecutorRow("driver", "localhost", "CPU", "avx2", "17"));

        assertThatThrownBy(() -> ExecutorCheck.visible(context, executors, new There(), "locked://host/probe"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Executor driver on localhost cannot access the output "
                        + "(Cannot look for locked://host/probe: Permission denied): "
                        + "every path must be accessible from all machines");
    }

    @Test
    void aJobThatRequiresAGpuEndsWhereThereIsNone() {
        Map<String, MeanfieldPlugin.Report> reports = reports(report(cpu("0", "a"), "there is no NVIDIA driver"));
        for (Gpu gpu : List.of(Gpu.REQUIRE, Gpu.OFF)) { // off: the engine needs one
            assertThatThrownBy(() -> ExecutorCheck.checked(reports, gpu))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("Executor 0 on a cannot compute on a GPU: there is no NVIDIA driver");
        }
        assertThat(ExecutorCheck.checked(reports, Gpu.PREFER)).containsExactly(cpu("0", "a"));
    }

    @Test
    void aRunHasOneKindOfDevice() {
        assertThatThrownBy(() -> ExecutorCheck.checked(
                        reports(report(gpu("0", "a", "A100", "b0", "0"), ""), report(cpu("1", "b"), "no driver")),
                        Gpu.PREFER))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "The executors' engines and devices are {torch 2.10.0 on A100 (8.0)=[a], torch 2.10.0 on the processor=[b]} "
                                + "but must be one: set gpu: require and filter GPUs by conf/gpus.sh, or set engine.device: cpu");
    }

    @Test
    void twoExecutorsDoNotShareAGpuByAccident() {
        Map<String, MeanfieldPlugin.Report> accident = reports(
                report(gpu("0", "a", "A100", "0000:07:00.0", ""), ""),
                report(gpu("1", "a", "A100", "0000:07:00.0", ""), ""));
        assertThatThrownBy(() -> ExecutorCheck.checked(accident, Gpu.REQUIRE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("GPU 0000:07:00.0 of a is used by 2 executors but must be assigned by Spark to one: "
                        + "set spark.executor.resource.gpu.amount (conf/gpu/spark-defaults.conf)");
        assertThat(ExecutorCheck.checked(
                        reports(
                                report(gpu("0", "a", "A100", "0000:07:00.0", "0"), ""),
                                report(gpu("1", "a", "A100", "0000:07:00.0", "0"), "")),
                        Gpu.REQUIRE))
                .as("Spark was told to")
                .hasSize(2);
        assertThat(ExecutorCheck.checked(
                        reports(
                                report(gpu("0", "a", "A100", "0000:07:00.0", ""), ""),
                                report(gpu("1", "b", "A100", "0000:07:00.0", ""), "")),
                        Gpu.REQUIRE))
                .as("on two hosts")
                .hasSize(2);
    }

    @Test
    void anExecutorSaysWhatItComputesOn() {
        assertThat(gpu("3", "a", "NVIDIA L4", "0000:07:00.0", "0").line())
                .isEqualTo("Executor 3 on a: engine torch 2.10.0, NVIDIA L4 at 0000:07:00.0, compute capability 8.0, "
                        + "24,576 MB, driver 580.65.06, CUDA 13.0");
        assertThat(cpu("3", "a").line()).isEqualTo("Executor 3 on a: engine torch 2.10.0, the processor");
    }

    private static Map<String, MeanfieldPlugin.Report> reports(MeanfieldPlugin.Report... reports) {
        return Arrays.stream(reports)
                .collect(Collectors.toMap(report -> report.executor().executor(), Function.identity()));
    }

    private static MeanfieldPlugin.Report report(ExecutorRow row, String noGpu) {
        return new MeanfieldPlugin.Report(row, "", false, noGpu);
    }

    private static ExecutorRow cpu(String executor, String host) {
        return row(executor, host, "cpu", "", 0, "", "", "", "");
    }

    private static ExecutorRow gpu(String executor, String host, String name, String bus, String assigned) {
        return row(executor, host, name, "8.0", 24L << 30, bus, "580.65.06", "13.0", assigned);
    }

    private static ExecutorRow row(
            String executor,
            String host,
            String device,
            String capability,
            long memory,
            String bus,
            String driver,
            String cuda,
            String assigned) {
        return new ExecutorRow(
                executor,
                host,
                "CpuBackend",
                "avx2",
                "17",
                0,
                0,
                0,
                "torch",
                "2.10.0",
                device,
                capability,
                memory,
                bus,
                driver,
                cuda,
                assigned);
    }

    private record There() implements SharedData {
        @Override
        public void verifyReadable() {}
    }

    /** Files that nobody may look for. */
    public static final class LockedFileSystem extends RawLocalFileSystem {
        @Override
        public URI getUri() {
            return URI.create("locked://host");
        }

        @Override
        public boolean exists(org.apache.hadoop.fs.Path path) throws IOException {
            throw new AccessControlException("Permission denied");
        }
    }
}
