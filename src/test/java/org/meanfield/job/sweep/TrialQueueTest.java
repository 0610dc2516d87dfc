package org.meanfield.job.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meanfield.sweep.AllScheduler;
import org.meanfield.sweep.Start;
import org.meanfield.sweep.SuccessiveHalvingScheduler;
import org.meanfield.sweep.Trial;
import org.meanfield.sweep.TrialResult;

/** Four trials of two epochs; successive halving keeps two of them after the first. */
@Timeout(20)
final class TrialQueueTest {
    private static final List<Trial> TRIALS =
            List.of(new Trial("a", 2), new Trial("b", 2), new Trial("c", 2), new Trial("d", 2));

    @Test
    void eachRungIsGivenOutOnceInTheOrderOfTheScheduler() throws InterruptedException {
        TrialQueue queue = new TrialQueue(new AllScheduler(), TRIALS, List.of(), Set.of());
        assertThat(List.of(queue.take(), queue.take(), queue.take(), queue.take()))
                .containsExactly(start("a", 2), start("b", 2), start("c", 2), start("d", 2));
        for (Trial trial : TRIALS) {
            queue.done(new TrialResult(trial.id(), 2, 0.5));
        }
        assertThat(queue.take()).isEmpty();
    }

    @Test
    void whatAnEarlierRunHasFinishedIsNotGivenOut() throws InterruptedException {
        TrialQueue queue =
                new TrialQueue(new AllScheduler(), TRIALS, List.of(new TrialResult("b", 2, 0.5)), Set.of());
        assertThat(List.of(queue.take(), queue.take(), queue.take()))
                .containsExactly(start("a", 2), start("c", 2), start("d", 2));
    }

    @Test
    void aThreadWaitsForADecisionAndThenTakesTheNextRung() throws Exception {
        TrialQueue queue = halving(new TrialResult("a", 1, 0.9), new TrialResult("b", 1, 0.8));
        assertThat(List.of(queue.take(), queue.take())).containsExactly(start("c", 1), start("d", 1));
        CompletableFuture<Optional<Start>> waiting = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                waiting.complete(queue.take());
            } catch (InterruptedException e) {
                waiting.completeExceptionally(e);
            }
        });
        thread.start();
        // With c below a, a is among the best two whatever d does.
        queue.done(new TrialResult("c", 1, 0.1));
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(start("a", 2));
        thread.join();
    }

    @Test
    void anAbandonedQueueEndsThoseThatWait() throws Exception {
        TrialQueue queue = halving(new TrialResult("a", 1, 0.9));
        queue.take();
        queue.take();
        queue.take();
        CompletableFuture<Optional<Start>> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return queue.take();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        queue.abandon();
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void aTrialIsStoppedOnce() throws InterruptedException {
        TrialQueue queue = halving(
                new TrialResult("a", 1, 0.9), new TrialResult("b", 1, 0.8), new TrialResult("c", 1, 0.1));
        assertThat(queue.newlyStopped()).containsExactly("c");
        assertThat(queue.newlyStopped()).isEmpty();
        assertThat(queue.take()).isNotEmpty();
        queue.done(new TrialResult("d", 1, 0.85));
        assertThat(queue.newlyStopped()).containsExactly("b");
        TrialQueue resumed = new TrialQueue(
                new SuccessiveHalvingScheduler(2, 1),
                TRIALS,
                List.of(new TrialResult("a", 1, 0.9), new TrialResult("b", 1, 0.8), new TrialResult("c", 1, 0.1)),
                Set.of("c"));
        assertThat(resumed.newlyStopped()).isEmpty();
    }

    private static TrialQueue halving(TrialResult... finished) {
        return new TrialQueue(new SuccessiveHalvingScheduler(2, 1), TRIALS, List.of(finished), Set.of());
    }

    private static Optional<Start> start(String trial, int epochs) {
        return Optional.of(new Start(trial, epochs));
    }
}
