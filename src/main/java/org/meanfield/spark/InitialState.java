package org.meanfield.spark;

import java.io.Serializable;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.State;

/** Where a training starts; made where it runs, since to make it costs less than to send it. */
@FunctionalInterface
public interface InitialState extends Serializable {
    /** Returns the state before the first step of learners made from {@code learner}. */
    State initialState(LearnerSettings learner);
}
