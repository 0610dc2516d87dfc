package org.meanfield.spark.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.docs.AveragingExample;
import org.meanfield.testing.Cluster;
import org.meanfield.testing.ParquetRows;
import org.meanfield.testing.Program;
import org.meanfield.testing.Submit;

/** DL4J on Spark, with its own trainer and with ours, on a standalone cluster. */
@Tag("slow")
final class Dl4jClusterIT {
    private static Cluster cluster;

    @TempDir
    private Path output;

    @BeforeAll
    static void start() {
        cluster = Cluster.start(2);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void theBaselineRunsOnExecutorsToo() {
        JsonNode result = Submit.json(Submit.command(
                cluster.master(),
                Submit.TINY_JOB,
                "--set",
                "train.trainer=dl4j-parameter-averaging",
                "--output",
                output));

        assertThat(result.path("status").asText()).isEqualTo("finished");
        assertThat(ParquetRows.in(output.resolve(
                        "tables/rounds/run_id=" + result.path("run_id").asText())))
                .hasSize(2);
    }

    /** The example of docs/averaging.md, which knows the cluster by the settings of its process. */
    @Test
    void aProgramThatUsesDl4jOnSparkGetsTheSameBits() {
        Program.Result embedded = example("local[2]");

        assertThat(embedded.code()).as(embedded.err()).isZero();
        assertThat(embedded.out()).matches("0\\.9\\d\\d [0-9a-f]{8}\n");
        assertThat(example(cluster.master()).out()).isEqualTo(embedded.out());
    }

    private static Program.Result example(String master) {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens"))
                .forEach(command::add);
        command.addAll(List.of(
                "-Dorg.bytedeco.javacpp.platform.extension=-onednn-avx2",
                "-Dspark.master=" + master,
                "-Dspark.jars=target/meanfield.jar",
                "-Dspark.plugins=org.meanfield.spark.MeanfieldPlugin",
                "-Dspark.executor.memory=1g",
                "-Dspark.ui.enabled=false",
                "-Dspark.meanfield.instructionSet=avx2",
                "-cp",
                "target/test-classes:target/meanfield.jar:target/spark/jars/*",
                AveragingExample.class.getName()));
        // Unlike the command line, the environment is no other user's to read.
        String secret = cluster.master().equals(master)
                ? "-Dspark.authenticate=true -Dspark.authenticate.secret=" + cluster.secret()
                : "";
        return Program.run(Map.of("OMP_NUM_THREADS", "1", "JDK_JAVA_OPTIONS", secret), command);
    }
}
