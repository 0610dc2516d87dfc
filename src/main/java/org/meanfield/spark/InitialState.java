package org.meanfield.spark;

import java.io.Serializable;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.State;

/** Initial state of a training; created where the training runs, which is cheaper than sending it. */
@FunctionalInterface
public interface InitialState extends Serializable {
    /** Returns the state before the first step of learners made from {@code learner}. */
    State initialState(LearnerSettings learner);
}
