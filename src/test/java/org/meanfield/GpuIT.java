package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meanfield.testing.Submit.TINY_JOB;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.testing.Cluster;
import org.meanfield.testing.FakeCuda;
import org.meanfield.testing.ParquetRows;
import org.meanfield.testing.Program;
import org.meanfield.testing.Submit;

/**
 * GPUs that Spark assigns, through a cluster whose {@code nvidia-smi} is the test's: one worker of four cores that finds two GPUs. The build of
 * ND4J for CUDA is a name without a class, the driver, where there is one, {@code libcuda.c}.
 */
@Tag("slow")
final class GpuIT {
    private static final List<String> ONE_GPU_EACH = List.of(
            "--executor-cores",
            "2",
            "--conf",
            "spark.executor.resource.gpu.amount=1",
            "--conf",
            "spark.task.resource.gpu.amount=1");

    @TempDir
    private static Path tools;

    @AutoClose
    private static Cluster cluster;

    @TempDir
    private Path output;

    @BeforeAll
    static void startCluster() throws IOException {
        Path smi = Files.writeString(tools.resolve("nvidia-smi"), "#!/bin/bash\necho '0, 8.0'; echo '1, 8.0'\n");
        assertThat(smi.toFile().setExecutable(true)).isTrue();
        try (OutputStream out = Files.newOutputStream(tools.resolve("cuda.jar"));
                JarOutputStream jar = new JarOutputStream(out)) {
            jar.putNextEntry(new ZipEntry("org/nd4j/linalg/jcublas/JCublasBackend.class"));
        }
        cluster = Cluster.startWithGpus(4, Map.of("PATH", tools + ":" + System.getenv("PATH")));
    }

    /** Four cores, and two tasks at a time. */
    @Test
    void twoExecutorsOfAHostHaveAGpuEach() {
        JsonNode result = Submit.json(Submit.command(cluster.master(), ONE_GPU_EACH, TINY_JOB, "--output", output));

        assertThat(executors(result, "assigned_gpus")).containsExactlyInAnyOrder("0", "1");
        assertThat(executors(result, "device")).containsExactly("cpu", "cpu");
        List<String> doctor =
                new ArrayList<>(Submit.command(cluster.master(), ONE_GPU_EACH, TINY_JOB, "--output", output));
        doctor.set(doctor.indexOf("train"), "doctor");
        doctor.remove("--quiet");
        assertThat(Submit.json(doctor).path("findings"))
                .extracting(finding -> finding.path("subject").asText() + " "
                        + finding.path("found").asText())
                .contains("slots executors: 2, slots: 2, workers: 3");
    }

    @Test
    void aJobThatRequiresAGpuEndsWhereThereIsNone() {
        for (String master : List.of(cluster.master(), "local[2]")) {
            Program.Result result = Program.run(Map.of(), command(master, List.of(), "require"));

            assertThat(result.code()).as(result.err()).isEqualTo(2);
            assertThat(result.out()).isEmpty();
            assertThat(lastLine(result))
                    .matches(
                            "meanfield: Executor (0|1|driver) on \\S+ cannot compute on a GPU: there is no NVIDIA driver \\(libcuda\\.so\\.1 is not found\\)");
            assertThat(output).isEmptyDirectory();
        }
    }

    @Test
    void aJobThatPrefersGpusSaysWhoComputesWithoutOne() {
        Program.Result result = Program.run(Map.of(), command(cluster.master(), List.of(), "prefer"));

        assertThat(executors(Submit.json(result), "engine")).containsExactly("dl4j", "dl4j");
        assertThat(result.err())
                .contains("ExecutorCheck: 2 executors compute on processors: 0 on 127.0.0.1, 1 on 127.0.0.1 "
                        + "(there is no NVIDIA driver (libcuda.so.1 is not found))\n");
    }

    /** Without what Spark assigns the driver would show number 7. */
    @Test
    void anExecutorSeesTheGpuThatSparkHasAssigned() {
        FakeCuda.in(tools);
        List<String> driver = List.of(
                "--conf", "spark.executorEnv.LD_LIBRARY_PATH=" + tools, "--conf", "spark.executorEnv.FAKE_GPU=");
        assertThat(refused(driver, "Ampere-%d 8 0"))
                .matches(
                        "meanfield: Executor 0 on 127\\.0\\.0\\.1 cannot compute on a GPU: ND4J has loaded its backend for processors: it cannot use the GPU");
        assertThat(refused(driver, "Hopper-%d 9 0"))
                .matches(
                        "meanfield: Executor 0 on 127\\.0\\.0\\.1 cannot compute: Hopper-[01] has compute capability 9\\.0 but ND4J's CUDA backend takes 3\\.7 to 8\\.9: engine: \\{type: torch, device: cuda\\} takes it");
    }

    private String refused(List<String> driver, String gpu) {
        List<String> options = new ArrayList<>(driver);
        options.set(3, options.get(3) + gpu);
        Program.Result result = Program.run(Map.of(), command(cluster.master(), options, "require"));
        assertThat(result.code()).as(result.err()).isEqualTo(2);
        assertThat(output).isEmptyDirectory();
        return lastLine(result);
    }

    /** Before it Spark warns of cores that nobody uses. */
    private static String lastLine(Program.Result result) {
        return result.errors().lines().reduce((first, second) -> second).orElse("");
    }

    private List<String> command(String master, List<String> more, String gpu) {
        List<String> options = new ArrayList<>(master.startsWith("local") ? List.of() : ONE_GPU_EACH);
        options.addAll(more);
        options.addAll(List.of("--jars", tools.resolve("cuda.jar").toString()));
        return Submit.command(master, options, TINY_JOB, "--output", output, "--set", "gpu=" + gpu);
    }

    private List<String> executors(JsonNode result, String column) {
        Path runs = output.resolve("tables/runs/run_id=" + result.path("run_id").asText());
        Group executors = ParquetRows.groups(runs).get(0).getGroup("executors", 0);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < executors.getFieldRepetitionCount("list"); i++) {
            values.add(executors.getGroup("list", i).getGroup("element", 0).getString(column, 0));
        }
        return values;
    }
}
