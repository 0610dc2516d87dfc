package org.meanfield.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class JvmCacheTest {
    private final JvmCache<String, Object> cache = new JvmCache<>();

    /** Each waits until the other one is being made too. */
    @Test
    void twoKeysAreMadeAtTheSameTime() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        Supplier<Object> meet = () -> {
            try {
                return both.await(20, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
        CompletableFuture<Object> a = inThread(() -> cache.get("a", meet));

        assertThat(cache.get("b", meet)).isIn(0, 1);
        assertThat(a.get()).isIn(0, 1);
    }

    @Test
    void aValueIsMadeOnceForAllWhoAsk() throws Exception {
        AtomicInteger made = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Object> slow = inThread(() -> cache.get("a", () -> {
            begun.countDown();
            sleep(50);
            return made.incrementAndGet();
        }));
        begun.await();

        assertThat(cache.get("a", made::incrementAndGet)).isEqualTo(1);
        assertThat(slow.get()).isEqualTo(1);
        assertThat(cache.get("a", made::incrementAndGet)).isEqualTo(1);
    }

    @Test
    void aFailureIsOnlyTheirsWhoFailed() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Object> failing = inThread(() -> cache.get("a", () -> {
            begun.countDown();
            sleep(50);
            throw new IllegalStateException("killed");
        }));
        begun.await();

        assertThat(cache.get("a", () -> "made")).isEqualTo("made");
        assertThatThrownBy(failing::get).isInstanceOf(ExecutionException.class).hasRootCauseMessage("killed");
    }

    @Test
    void whoWaitsCanBeInterrupted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Object> slow = inThread(() -> cache.get("a", () -> {
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return "made";
        }));
        begun.await();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> cache.get("a", () -> "again")).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        end.countDown();
        assertThat(slow.get()).isEqualTo("made");
    }

    private static CompletableFuture<Object> inThread(Supplier<Object> work) {
        return CompletableFuture.supplyAsync(work, task -> new Thread(task).start());
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
