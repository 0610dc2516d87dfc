package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.testing.Cluster;
import org.meanfield.testing.Program;
import org.meanfield.testing.Submit;

/** Copies of slow tasks, which Spark starts on other hosts only: here each worker of the cluster has an address of its own. */
@Tag("slow")
final class SpeculationIT {
    @TempDir
    private Path output;

    @TempDir
    private Path events;

    /** One of two executors is held until Spark has started copies of its tasks on the other one. */
    @Test
    void copiesOfTasksChangeNothing() throws InterruptedException {
        JsonNode expected =
                Submit.json(Submit.command("local[2]", Submit.TINY_JOB, "--output", output.resolve("undisturbed")));
        Path hurt = output.resolve("hurt");
        try (Cluster cluster = Cluster.startOnHosts(2)) {
            Program driver = Program.start(Map.of(), command(cluster.master(), hurt));
            driver.await(() -> Submit.hasCheckpoint(hurt, 2));
            ProcessHandle executor = cluster.executor(1);
            Program.signal("STOP", executor);
            driver.await(() -> isInALog("\"Speculative\":true"));
            Program.signal("CONT", executor);

            JsonNode result = Submit.json(driver.await());

            for (String key : List.of("run_id", "status", "test_accuracy", "state_sha256")) {
                assertThat(result.get(key)).as(key).isEqualTo(expected.get(key));
            }
        }
    }

    private List<String> command(String master, Path root) {
        List<String> speculation = List.of(
                "--conf=spark.speculation=true",
                "--conf=spark.speculation.interval=50ms",
                "--conf=spark.speculation.quantile=0.3",
                "--conf=spark.speculation.minTaskRuntime=200ms",
                // A copy that asks the held executor for a piece of a broadcast asks the driver soon.
                "--conf=spark.shuffle.io.connectionTimeout=5s",
                "--conf=spark.shuffle.io.maxRetries=0",
                "--conf=spark.eventLog.enabled=true",
                "--conf=spark.eventLog.dir=" + events);
        return Submit.command(master, speculation, Submit.TINY_JOB, "--output", root);
    }

    private boolean isInALog(String text) {
        try (var files = Files.list(events)) {
            return files.anyMatch(file -> contains(file, text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.isRegularFile(file) && Files.readString(file).contains(text);
        } catch (NoSuchFileException e) {
            return false; // it gets its last name at the end
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
