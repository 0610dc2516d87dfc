package org.meanfield.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.InvalidInputException;

final class LeaseTest {
    private static final LeaseTimes FAST = new LeaseTimes(Duration.ofMillis(50), Duration.ofMillis(500));
    /** Without a heartbeat during a test. */
    private static final LeaseTimes SLOW = new LeaseTimes(Duration.ofHours(1), Duration.ofMillis(300));

    private static final OwnerProcess ELSEWHERE = new OwnerProcess("node7", "another boot", 4711, 1, "alice");

    @TempDir
    private Path folder;

    private final List<String> said = Collections.synchronizedList(new ArrayList<>());

    private final Progress log = new Progress() {
        @Override
        public void show(String line) {}

        @Override
        public void say(String line) {
            said.add(line);
        }
    };

    @Test
    void theOwnerIsNamedWhileItIsHeldAndNothingIsLeftAfterwards() throws Exception {
        try (Lease lease = Lease.on(path(), "run-1", log)) {
            assertThat(files()).hasSize(1);
            Claim claim = claims().read(claims().ids().get(0)).orElseThrow();
            assertThat(claim.held()).isTrue();
            assertThat(claim.process()).isEqualTo(OwnerProcess.current());
            assertThat(claim.process().pid()).isEqualTo(ProcessHandle.current().pid());
            assertThatCode(lease.guard()::check).doesNotThrowAnyException();
        }
        assertThat(folder).isEmptyDirectory();
        assertThat(said).isEmpty();
    }

    @Test
    void aSecondOneIsRefusedWithTheOwnersNameUntilItIsReleased() throws Exception {
        Lease first = Lease.on(path(), "run-1", log);
        assertThatThrownBy(() -> Lease.on(path(), "run-1", log))
                .isInstanceOf(InvalidInputException.class)
                .message()
                .matches(
                        "run-1 is in use by process %d of %s on \\S+ since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC "
                                        .formatted(ProcessHandle.current().pid(), System.getProperty("user.name"))
                                + "\\(last heartbeat \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC\\): wait until it ends, or stop it");
        assertThatCode(first.guard()::check).doesNotThrowAnyException();
        first.close();

        try (Lease second = Lease.on(path(), "run-1", log)) {
            assertThatThrownBy(first.guard()::check).isInstanceOf(LeaseLostException.class);
            assertThatCode(second.guard()::check).doesNotThrowAnyException();
        }
        assertThat(said).isEmpty();
    }

    /** Whose heartbeat is all that this process can see. */
    @Test
    void anOwnerOnAnotherHostIsRefusedAtItsNextHeartbeat() throws Exception {
        Claim other = claim(ELSEWHERE);
        claims().create(other);
        Thread beating = new Thread(() -> {
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            claims().replace(other.next());
        });
        beating.start();
        assertThatThrownBy(() -> Lease.of(request(FAST)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("run-1 is in use by process 4711 of alice on node7 since ");
        beating.join();
        assertThat(claims().ids()).containsExactly(other.id());
    }

    @Test
    void oneWithoutHeartbeatIsTakenOverAndSaid() throws Exception {
        Claim other = claim(ELSEWHERE);
        claims().create(other);
        long start = System.nanoTime();
        try (Lease lease = Lease.of(request(FAST))) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(FAST.stale());
            assertThat(claims().ids()).hasSize(1).doesNotContain(other.id());
            assertThatCode(lease.guard()::check).doesNotThrowAnyException();
        }
        assertThat(said)
                .containsExactly(
                        "run-1 is taken over from %s, of which no heartbeat came for 0 s".formatted(other.owner()));
    }

    @Test
    void thatOfAnEndedProcessOfThisHostIsTakenOverAtOnce() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        OwnerProcess here = OwnerProcess.current();
        OwnerProcess gone = new OwnerProcess(here.host(), here.table(), ended.pid(), 1, here.user());
        ended.waitFor();
        OwnerProcess reused = new OwnerProcess(here.host(), here.table(), here.pid(), here.start() - 1, here.user());
        for (OwnerProcess process : List.of(gone, reused)) {
            said.clear();
            Claim other = claim(process);
            claims().create(other);
            Lease.on(path(), "run-1", log).close();
            assertThat(said).containsExactly("run-1 is taken over from %s, which has ended".formatted(other.owner()));
        }
        assertThat(folder).isEmptyDirectory();
    }

    /** A claim whose writer was killed while it wrote it. */
    @Test
    void anIncompleteClaimIsStaleInTheEnd() throws Exception {
        Files.createDirectories(folder.resolve(".lease-run-1"));
        Files.writeString(folder.resolve(".lease-run-1/0123.json"), "{\"id\":\"01");
        Lease.of(request(SLOW)).close();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anOwnerThatWasPausedLosesItToTheNext() throws Exception {
        Lease paused = Lease.of(request(SLOW));
        String id = claims().ids().get(0);
        Claim then = claims().read(id).orElseThrow();
        claims().replace(new Claim(id, ELSEWHERE, then.since(), then.beats(), then.beat(), true));

        try (Lease next = Lease.of(request(SLOW))) {
            assertThatThrownBy(paused.guard()::check)
                    .isInstanceOf(LeaseLostException.class)
                    .hasMessageStartingWith("run-1 was taken over by " + OwnerProcess.current());
            // On a store that can't tell, its last heartbeat makes its claim again.
            claims().create(then);
            assertThatThrownBy(paused.guard()::check).isInstanceOf(LeaseLostException.class);
            assertThatCode(next.guard()::check).doesNotThrowAnyException();
        }
        assertThat(folder).isEmptyDirectory();
        assertThatThrownBy(paused.guard()::check)
                .isInstanceOf(LeaseLostException.class)
                .hasMessageStartingWith("run-1 was taken over by another process that has ended, or ");
    }

    @Test
    void workIsInterruptedWhenTheLeaseIsLost() throws Exception {
        Lease lease = Lease.of(request(FAST));
        assertThatThrownBy(() -> lease.during(guard -> {
                    claims().delete(claims().ids().get(0));
                    Thread.sleep(60_000);
                    return "done";
                }))
                .isInstanceOf(LeaseLostException.class)
                .satisfies(e -> assertThat(e.getSuppressed()[0]).isInstanceOf(InterruptedException.class));
        assertThat(Thread.interrupted()).isFalse();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFailureOfTheWorkReleasesIt() {
        assertThatThrownBy(() -> Lease.on(path(), "run-1", log).during(guard -> {
                    throw new IllegalStateException("no space left");
                }))
                .hasMessage("no space left");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void heartbeatsKeepItFromBeingTakenOver() throws Exception {
        try (Lease lease = Lease.of(request(FAST))) {
            String id = claims().ids().get(0);
            long before = claims().read(id).orElseThrow().beats();
            Thread.sleep(2 * FAST.stale().toMillis());
            assertThat(claims().read(id).orElseThrow().beats()).isGreaterThan(before + 3);
            assertThatCode(lease.guard()::check).doesNotThrowAnyException();
        }
    }

    @Test
    void ofTwoThreadsExactlyOneGetsIt() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int i = 0; i < 100; i++) {
                String path = folder.resolve("race-" + i).toString();
                Callable<Lease> acquire = () -> Lease.on(path, "race", log);
                int won = 0;
                for (Future<Lease> one : threads.invokeAll(List.of(acquire, acquire))) {
                    try {
                        try (Lease lease = one.get()) {
                            lease.guard().check();
                        }
                        won++;
                    } catch (ExecutionException e) {
                        assertThat(e.getCause()).isInstanceOf(InvalidInputException.class);
                    }
                }
                assertThat(won).as("race %d", i).isEqualTo(1);
            }
        } finally {
            threads.shutdown();
        }
    }

    /** As processes that need the same file do, each of which finds it there once it has the lease. */
    @Test
    void waitingOnesGetItOneAfterTheOther() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Integer> inside = Collections.synchronizedList(new ArrayList<>());
        int[] count = {0};
        try {
            Callable<Integer> work = () -> {
                try (Lease lease = Lease.await(path(), log)) {
                    lease.guard().check();
                    int before = count[0];
                    Thread.sleep(5);
                    count[0] = before + 1;
                    inside.add(count[0]);
                    return count[0];
                }
            };
            for (Future<Integer> one : threads.invokeAll(Collections.nCopies(24, work))) {
                one.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(inside).hasSize(24).isSorted().doesNotHaveDuplicates().endsWith(24);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theFileIsJsonForPeopleToo() throws Exception {
        try (Lease lease = Lease.on(path(), "run-1", log)) {
            assertThat(new ObjectMapper()
                            .readTree(Files.readString(files().get(0), UTF_8))
                            .path("process")
                            .path("pid")
                            .asLong())
                    .isEqualTo(ProcessHandle.current().pid());
        }
    }

    private List<Path> files() throws IOException {
        try (var all = Files.list(folder.resolve(".lease-run-1"))) {
            return all.toList();
        }
    }

    private String path() {
        return folder.resolve("run-1").toString();
    }

    private ClaimFolder claims() {
        return ClaimFolder.of(path());
    }

    private LeaseRequest request(LeaseTimes times) {
        return new LeaseRequest("run-1", claims(), times, false, log);
    }

    private static Claim claim(OwnerProcess process) {
        Claim own = Claim.create();
        return new Claim(own.id(), process, own.since(), 3, own.beat(), true);
    }
}
