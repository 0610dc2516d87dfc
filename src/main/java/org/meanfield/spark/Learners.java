package org.meanfield.spark;

import org.meanfield.train.Dl4jLearner;
import org.meanfield.train.Learner;
import org.meanfield.train.LearnerSettings;

/**
 * The learners of an executor's JVM, kept between rounds: to make one costs far more than to replace its state. Any of them
 * serves any worker, since a round brings the whole state along.
 */
final class Learners {
    private static final Pool<LearnerSettings, Learner> POOL = new Pool<>(Dl4jLearner::new, Learner::close);

    private Learners() {}

    /** Does {@code work} with a learner that nobody else uses meanwhile. */
    static <T> T use(LearnerSettings settings, Pool.Work<Learner, T> work) throws InterruptedException {
        return POOL.use(settings, work);
    }
}
