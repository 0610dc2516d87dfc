package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meanfield.testing.Submit.TINY_JOB;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.testing.Cluster;
import org.meanfield.testing.Listeners;
import org.meanfield.testing.Program;
import org.meanfield.testing.Submit;

/** Who can connect to a driver and to the cluster of {@code deploy/cluster.sh}: this machine's users with the secret. */
@Tag("slow")
final class PortsIT {
    private static final List<String> WITH_WEB_PAGE =
            List.of("--conf", "spark.ui.enabled=true", "--conf", "spark.ui.port=0");

    @TempDir
    private Path output;

    @Test
    void anEmbeddedDriverListensOnLoopback() throws InterruptedException {
        Program driver =
                Program.start(Map.of(), Submit.command("local[2]", WITH_WEB_PAGE, TINY_JOB, "--output", output));
        driver.await(() -> Submit.hasCheckpoint(output, 2));

        List<InetAddress> addresses =
                Listeners.of(ProcessHandle.of(driver.pid()).orElseThrow());

        assertThat(driver.await().code()).isZero();
        assertThat(addresses).hasSizeGreaterThanOrEqualTo(2).allMatch(InetAddress::isLoopbackAddress);
    }

    @Test
    void aPlainSparkSubmitListensOnLoopbackToo() throws InterruptedException {
        Program driver = Program.start(plain(), Submit.plain("local[2]", output));
        driver.await(() -> Submit.hasCheckpoint(output, 2));

        List<InetAddress> addresses =
                Listeners.of(ProcessHandle.of(driver.pid()).orElseThrow());

        assertThat(driver.await().code()).isZero();
        assertThat(addresses).isNotEmpty().allMatch(InetAddress::isLoopbackAddress);
    }

    @Test
    void aClusterIsForThisMachineAndForThoseWithItsSecret() throws InterruptedException, IOException {
        try (Cluster cluster = Cluster.start(1)) {
            String secret = cluster.secret();
            assertThat(secret).hasSize(44); // 32 bytes in base64
            for (String file : List.of("secret", "conf/spark-defaults.conf")) {
                Path path = Path.of("target/cluster").resolve(file);
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .isEqualTo("rw-------");
            }
            Program driver = Program.start(
                    Map.of(), Submit.command(cluster.master(), WITH_WEB_PAGE, TINY_JOB, "--output", output));
            driver.await(() -> Submit.hasCheckpoint(output, 2));
            List<ProcessHandle> processes = Stream.concat(
                            cluster.processes().stream(),
                            Stream.of(ProcessHandle.of(driver.pid()).orElseThrow()))
                    .toList();

            for (ProcessHandle process : processes) {
                assertThat(Listeners.of(process)).as(commandLine(process)).allMatch(InetAddress::isLoopbackAddress);
                assertThat(commandLine(process)).contains("java").doesNotContain(secret);
            }
            assertThat(driver.await().code()).isZero();
            assertThat(Files.readString(Path.of("target/cluster/worker-1.log"))).doesNotContain(secret);

            Program stranger = Program.start(plain(), Submit.plain(cluster.master(), output.resolve("none")));
            stranger.await(() -> log("master").contains("Expected SaslMessage, received something else"));
            stranger.kill();
            stranger.await();
            assertThat(log("master")).containsOnlyOnce("Registered app ");
            assertThat(output.resolve("none/models")).doesNotExist();
        }
        assertThat(Path.of("target/cluster/secret")).doesNotExist();
    }

    private static String log(String daemon) {
        try {
            return Files.readString(Path.of("target/cluster", daemon + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String commandLine(ProcessHandle process) throws IOException {
        return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"));
    }

    private static Map<String, String> plain() {
        return Map.of("SPARK_HOME", Path.of("target/spark").toAbsolutePath().toString());
    }
}
