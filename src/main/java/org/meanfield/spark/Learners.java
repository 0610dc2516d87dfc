package org.meanfield.spark;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.meanfield.train.Dl4jLearner;
import org.meanfield.train.Learner;
import org.meanfield.train.LearnerSettings;

/**
 * The learners of an executor's JVM, kept between rounds: to make one costs far more than to replace its state. Any of them
 * serves any worker, since a round brings the whole state along.
 */
final class Learners {
    private static final Map<LearnerSettings, Deque<Learner>> IDLE = new HashMap<>();

    private Learners() {}

    /** Work with a learner. */
    @FunctionalInterface
    interface Work<T> {
        T with(Learner learner) throws InterruptedException;
    }

    /** Does {@code work} with a learner that nobody else uses meanwhile. */
    static <T> T use(LearnerSettings settings, Work<T> work) throws InterruptedException {
        Learner learner = take(settings);
        boolean good = false;
        try {
            T result = work.with(learner);
            good = true;
            return result;
        } finally {
            // After a failure or a kill it may be half-way through a step: nobody is to use it again.
            if (good) {
                giveBack(settings, learner);
            } else {
                learner.close();
            }
        }
    }

    private static Learner take(LearnerSettings settings) {
        synchronized (IDLE) {
            IDLE.keySet().stream()
                    .filter(other -> !other.equals(settings))
                    .toList()
                    .forEach(Learners::close);
            Learner idle =
                    IDLE.computeIfAbsent(settings, key -> new ArrayDeque<>()).poll();
            if (idle != null) {
                return idle;
            }
        }
        return new Dl4jLearner(settings);
    }

    private static void giveBack(LearnerSettings settings, Learner learner) {
        synchronized (IDLE) {
            IDLE.computeIfAbsent(settings, key -> new ArrayDeque<>()).push(learner);
        }
    }

    private static void close(LearnerSettings settings) {
        IDLE.remove(settings).forEach(Learner::close);
    }
}
