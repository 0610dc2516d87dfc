package org.meanfield.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.InvalidInputException;
import org.meanfield.testing.Store;

/** Leases on stores that are not the local disk. */
final class LeaseStoresIT {
    private static final LeaseTimes FAST = new LeaseTimes(Duration.ofMillis(500), Duration.ofSeconds(3));
    private static final int RACES = 20;

    private final List<String> said = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void forgetStore() {
        Storage.configure(new Configuration());
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
}
