package org.meanfield.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.InvalidInputException;
import org.meanfield.testing.ParquetRows;
import org.meanfield.testing.Program;
import org.meanfield.testing.Store;
import org.meanfield.testing.Submit;

/** Leases between processes, and on stores that are not the local disk. */
final class LeaseIT {
    private static final LeaseTimes FAST = new LeaseTimes(Duration.ofMillis(500), Duration.ofSeconds(3));
    private static final int RACES = 20;

    private static JsonNode expected;

    @TempDir
    private Path output;

    private final List<String> said = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    static void trainUndisturbed(@TempDir Path undisturbed) {
        expected = Submit.json(training(undisturbed));
    }

    @AfterEach
    void forgetStore() {
        Storage.configure(new Configuration());
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
        signal("STOP", first);
        Program.Result resumed;
        try {
            resumed = resumed();
        } finally {
            signal("CONT", first);
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

    @Test
    void s3HasOneOwner(@TempDir Path folder) throws Exception {
        try (Store s3 = Store.s3(folder)) {
            assertThatOneOwns(s3);
        }
    }

    @Test
    void hdfsHasOneOwner(@TempDir Path folder) throws Exception {
        try (Store hdfs = Store.hdfs(folder)) {
            assertThatOneOwns(hdfs);
        }
    }

    private void assertThatOneOwns(Store store) throws Exception {
        Storage.configure(store.configuration());
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            for (int i = 0; i < RACES; i++) {
                ClaimFolder claims = ClaimFolder.of(store.root() + "/out/race-" + i);
                Callable<Lease> acquire = () -> Lease.of(request(claims));
                int won = 0;
                for (Future<Lease> one : threads.invokeAll(List.of(acquire, acquire, acquire))) {
                    try (Lease lease = one.get()) {
                        lease.guard().check();
                        won++;
                    } catch (ExecutionException e) {
                        assertThat(e.getCause()).isInstanceOf(InvalidInputException.class);
                    }
                }
                assertThat(won).as("race %d", i).isEqualTo(1);
                assertThat(claims.ids()).isEmpty();
            }
        } finally {
            threads.shutdown();
        }
        ClaimFolder claims = ClaimFolder.of(store.root() + "/out/paused");
        Claim paused = new Claim(
                Claim.create().id(), new OwnerProcess("node7", "another boot", 4711, 1, "alice"), 0, 3, 0, true);
        claims.create(paused);
        LeaseCheck check = new LeaseCheck("run-1", claims, paused.id(), List.of());
        assertThatCode(check::check).doesNotThrowAnyException();
        try (Lease next = Lease.of(request(claims))) {
            claims.replace(paused.next()); // here the store can't tell that it was deleted
            assertThatThrownBy(check::check).isInstanceOf(LeaseLostException.class);
            assertThatCode(next.guard()::check).doesNotThrowAnyException();
        }
        assertThat(said)
                .containsExactly(
                        "run-1 is taken over from %s, of which no heartbeat came for 3 s".formatted(paused.owner()));
        assertThatThrownBy(check::check).isInstanceOf(LeaseLostException.class);
        assertThat(claims.ids()).isEmpty();
    }

    private LeaseRequest request(ClaimFolder claims) {
        return new LeaseRequest("run-1", claims, FAST, false, new Progress() {
            @Override
            public void show(String line) {}

            @Override
            public void say(String line) {
                said.add(line);
            }
        });
    }

    private static List<String> training(Path output) {
        return Submit.command("local[2]", Submit.TINY_JOB, "--output", output, "--set", "train.epochs=12");
    }

    private Program.Result resumed() {
        List<String> command = training(output);
        command.add("--resume");
        return Program.run(Map.of(), command);
    }

    private static void signal(String name, Program program) {
        ProcessHandle.of(program.pid()).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .forEach(process -> Program.run("kill", "-" + name, Long.toString(process.pid())));
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
