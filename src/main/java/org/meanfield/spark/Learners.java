package org.meanfield.spark;

import org.meanfield.engine.Engines;
import org.meanfield.train.Learner;
import org.meanfield.train.LearnerSettings;

/**
 * Pool of the learners of an executor's JVM, kept between rounds: creating one is far more expensive than replacing its
 * state. Any learner serves any worker, since each round brings the whole state.
 */
final class Learners {
    private static final Pool<LearnerSettings, Learner> POOL = new Pool<>(Engines::learner, Learner::close);

    private Learners() {}

    /** Does {@code work} with a learner in exclusive use. */
    static <T> T use(LearnerSettings settings, Pool.Work<Learner, T> work) throws InterruptedException {
        return POOL.use(settings, work);
    }
}
