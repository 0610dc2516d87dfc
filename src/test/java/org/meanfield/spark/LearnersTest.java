package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.meanfield.testing.Jobs;
import org.meanfield.train.Learner;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.State;

final class LearnersTest {
    private static final LearnerSettings SETTINGS = Jobs.tiny("seed=1").learner(20);
    private static final State STATE =
            SETTINGS.initialState(Jobs.tiny().model(), Jobs.tiny().initializer());

    @Test
    void aLearnerIsUsedAgain() throws InterruptedException {
        Learner first = Learners.use(SETTINGS, learner -> learner);
        assertThat(Learners.<Learner>use(SETTINGS, learner -> learner)).isSameAs(first);
    }

    @Test
    void twoAtOnceHaveALearnerEach() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            CyclicBarrier both = new CyclicBarrier(2);
            List<Future<Learner>> used = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                used.add(threads.submit(() -> Learners.use(SETTINGS, learner -> {
                    await(both);
                    return learner;
                })));
            }
            assertThat(used.get(0).get(30, TimeUnit.SECONDS))
                    .isNotSameAs(used.get(1).get(30, TimeUnit.SECONDS));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void oneThatFailedIsClosedAndNotUsedAgain() throws InterruptedException {
        Learner[] failed = new Learner[1];
        assertThatThrownBy(() -> Learners.use(SETTINGS, learner -> {
                    failed[0] = learner;
                    throw new IllegalStateException("Out of luck");
                }))
                .hasMessage("Out of luck");
        assertThat(Learners.<Learner>use(SETTINGS, learner -> learner)).isNotSameAs(failed[0]);
        assertIsClosed(failed[0]);
    }

    private static void assertIsClosed(Learner learner) {
        assertThatThrownBy(() -> learner.probabilities(STATE.parameters(), new float[3072], 1))
                .isInstanceOf(RejectedExecutionException.class);
    }

    private static void await(CyclicBarrier barrier) throws InterruptedException {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("There is one learner for two", e);
        }
    }
}
