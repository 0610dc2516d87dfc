package org.meanfield.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.testing.ParquetRows;
import org.meanfield.testing.Program;
import org.meanfield.testing.Submit;

/** Two processes on one run. */
@Tag("slow")
final class LeaseIT {
    private static JsonNode expected;

    @TempDir
    private Path output;

    @BeforeAll
    static void trainUndisturbed(@TempDir Path undisturbed) {
        expected = Submit.json(training(undisturbed));
    }

    @Test
    void aSecondTrainingIsRefusedAndTheFirstIsUndisturbed() throws InterruptedException {
        Program first = Program.start(Map.of(), training(output));
        first.await(() -> isLeased());
        List<String> command = training(output);
        command.add("--restart");
        Program.Result second = Program.run(Map.of(), command);

        assertThat(first.isAlive()).as("else this proves nothing").isTrue();
        assertThat(second.code()).isEqualTo(2);
        assertThat(second.out()).isEmpty();
        assertThat(second.err())
                .matches("meanfield: %s is in use by process \\d+ of \\S+ on \\S+ since [\\d-]+ [\\d:]+ UTC "
                                .formatted(runId())
                        + "\\(last heartbeat [\\d-]+ [\\d:]+ UTC\\): wait until it ends, or stop it\n");
        assertThat(bits(Submit.json(first.await()))).isEqualTo(bits(expected));
        assertThat(isLeased()).isFalse();
    }

    @Test
    void theLeaseOfAKilledProcessIsTakenOverAtOnce() throws InterruptedException {
        Program first = Program.start(Map.of(), training(output));
        first.await(() -> Submit.hasCheckpoint(output, 2));
        first.kill();
        first.await();
        assertThat(isLeased()).isTrue();

        Program.Result resumed = resumed();

        assertThat(resumed.err()).contains(runId() + " is taken over from process ", ", which has ended\n");
        assertThat(bits(Submit.json(resumed))).isEqualTo(bits(expected));
        assertThat(isLeased()).isFalse();
    }

    @Test
    void aTerminatedProcessReleasesIt() throws InterruptedException {
        Program first = Program.start(Map.of(), training(output));
        first.await(() -> Submit.hasCheckpoint(output, 2));
        first.terminate();
        assertThat(first.await().code()).isEqualTo(143);
        assertThat(isLeased()).isFalse();
    }

    /** It takes the minute after which a heartbeat is missed. */
    @Test
    void aPausedProcessLosesItAndWritesNothingMore() throws InterruptedException {
        Program first = Program.start(Map.of(), training(output));
        first.await(() -> Submit.hasCheckpoint(output, 2));
        Program.signal("STOP", first.handle());
        Program.Result resumed;
        try {
            resumed = resumed();
        } finally {
            Program.signal("CONT", first.handle());
        }
        Program.Result lost = first.await();

        assertThat(resumed.err()).contains(", of which no heartbeat came for 60 s\n");
        assertThat(bits(Submit.json(resumed))).isEqualTo(bits(expected));
        assertThat(lost.code()).isEqualTo(1);
        assertThat(lost.out()).isEmpty();
        assertThat(lost.err())
                .endsWith(": this process stops writing\n")
                .contains("meanfield: " + runId() + " was taken over by ");
        assertThat(ParquetRows.in(output.resolve("tables/runs/run_id=" + runId())))
                .extracting(row -> row.get("status"))
                .containsExactly("finished");
        assertThat(isLeased()).isFalse();
    }

    private static List<String> training(Path output) {
        return Submit.command("local[2]", Submit.TINY_JOB, "--output", output, "--set", "train.epochs=30");
    }

    private Program.Result resumed() {
        List<String> command = training(output);
        command.add("--resume");
        return Program.run(Map.of(), command);
    }

    private boolean isLeased() {
        File[] claims = output.resolve(".lease-" + runId()).toFile().listFiles();
        return claims != null && claims.length > 0;
    }

    private static String runId() {
        return expected.path("run_id").asText();
    }

    private static String bits(JsonNode result) {
        return result.path("state_sha256").asText();
    }
}
