package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.meanfield.testing.Submit.TINY_JOB;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.testing.ParquetRows;
import org.meanfield.testing.Program;
import org.meanfield.testing.Submit;
import org.meanfield.testing.SvhnFiles;

/** The application under a plain {@code spark-submit}, as on a cluster that knows nothing of it. */
final class SubmitIT {
    private static final String SVHN_JOB =
            """
            name: digits
            data: {type: svhn, path: %s, verify: false}
            model: {type: mlp, hidden: [8]}
            train: {workers: 2, batch: 20, local-steps: 4, epochs: 2, optimizer: {type: sgd, learning-rate: 0.001}}
            """;

    @Test
    void aPlainSparkSubmitGivesTheSameBits(@TempDir Path output, @TempDir Path noSettings) {
        JsonNode byScript = Submit.json(Submit.command("local[2]", TINY_JOB, "--output", output.resolve("script")));

        // Two executors, each a process of its own, of 1,024 MiB.
        Program.Result plain = Program.run(
                Map.of(
                        "SPARK_HOME", Path.of("target/spark").toAbsolutePath().toString(),
                        "SPARK_CONF_DIR", noSettings.toString()),
                Submit.plain("local-cluster[2,1,1024]", output.resolve("plain")));

        for (String key : List.of("run_id", "status", "test_accuracy", "state_sha256")) {
            assertThat(Submit.json(plain).get(key)).as(key).isEqualTo(byScript.get(key));
        }
    }

    /** Told to insist on its archive, Java would end without one that fits. */
    @Test
    void theClassesOfAStartComeFromAnArchive() {
        Program.Result run = Program.run(
                Map.of("SPARK_SUBMIT_OPTS", "-Xshare:on"),
                List.of("deploy/submit.sh", "--conf", "spark.app.name=x", "--version"));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(Path.of("target/spark/classes.jsa")).isRegularFile();
    }

    @Test
    void aMasterThatIsNotThereIsOneLineWithinAMinute(@TempDir Path output) {
        long start = System.nanoTime();
        Program.Result run =
                Program.run(Map.of(), Submit.command("spark://127.0.0.1:9", TINY_JOB, "--output", output.resolve("x")));

        assertThat(run)
                .isEqualTo(new Program.Result(
                        1,
                        "",
                        "meanfield: spark.master is spark://127.0.0.1:9, where no master can be reached "
                                + "(Connection refused)\n"));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void theInstructionSetOfAJobIsThatOfItsExecutors(@TempDir Path output) {
        Program.Result run = Program.run(
                Map.of(), Submit.command("local[2]", TINY_JOB, "--output", output, "--set", "instruction-set=avx2"));

        JsonNode result = Submit.json(run);
        assertThat(result.get("status").asText()).isEqualTo("finished");
        assertThat(run.err())
                .containsOnlyOnce("Native libraries of executor driver: CPU, convolutions through oneDNN, avx2");
        assertThat(ParquetRows.groups(output.resolve(
                        "tables/runs/run_id=" + result.get("run_id").asText())))
                .singleElement()
                .satisfies(row -> assertThat(row.getGroup("executors", 0)
                                .getGroup("list", 0)
                                .getGroup("element", 0)
                                .getString("instruction_set", 0))
                        .isEqualTo("avx2"));
    }

    /** Which Spark logs with traces where a start takes longer than a heartbeat's interval, here a twentieth of a second. */
    @Test
    void heartbeatsDuringTheStartSayNothing(@TempDir Path output) {
        List<String> often = List.of(
                "--conf",
                "spark.executor.heartbeatInterval=50ms",
                "--conf",
                "spark.executor.heartbeat.maxFailures=100000");
        Program.Result run = Program.run(Map.of(), Submit.command("local[2]", often, TINY_JOB, "--output", output));

        assertThat(Submit.json(run).get("status").asText()).isEqualTo("finished");
        assertThat(run.err()).doesNotContain("Ignoring error", "BlockManagerMasterEndpoint");
    }

    /** As in a container: no name, and a home that is there but another user's. */
    @Test
    void aUserWithoutANameOrAHomeTrainsToTheSameBits(@TempDir Path output) throws IOException {
        String nameless = "setpriv --reuid=64321 --regid=64321 --clear-groups ";
        assumeTrue(
                Program.run("bash", "-c", "[[ $(id -u) == 0 ]] && %s test -r target/meanfield.jar".formatted(nameless))
                                .code()
                        == 0,
                "only root becomes another user, and only of a clone that all may read");
        Path home = Files.createDirectory(
                output.resolve("home"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path temporary = Files.createDirectory(output.resolve("temporary"));
        for (Path open : List.of(output, temporary)) {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        List<String> command = new ArrayList<>(List.of(nameless.strip().split(" ")));
        command.addAll(Submit.command("local[2]", TINY_JOB, "--output", output.resolve("nameless")));

        JsonNode result =
                Submit.json(Program.run(Map.of("HOME", home.toString(), "TMPDIR", temporary.toString()), command));

        assertThat(result.get("state_sha256"))
                .isEqualTo(Submit.json(Submit.command("local[2]", TINY_JOB, "--output", output.resolve("root")))
                        .get("state_sha256"));
        assertThat(temporary.resolve("meanfield-home-64321/.javacpp")).isDirectory();
    }

    /** Which a task finds: Spark's own log would have its trace several times. */
    @Test
    void wrongInputThatATaskFindsIsOneLine(@TempDir Path data) throws IOException {
        for (String part : List.of("train", "test")) {
            SvhnFiles.write(data.resolve(part + "_32x32.mat"), 200, 1);
        }
        Path broken = data.resolve("train_32x32.mat");
        Files.write(broken, Arrays.copyOf(Files.readAllBytes(broken), 100_000));
        Path job = Files.writeString(data.resolve("job.yaml"), SVHN_JOB.formatted(data));

        Program.Result run = Program.run(Map.of(), Submit.prepare("local[2]", job.toString()));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.errors()).startsWith("meanfield: " + broken + " ").hasLineCount(1);
    }
}
