package org.meanfield.spark;

import org.meanfield.evaluate.Scored;

/** Scorer of models on one split. */
@FunctionalInterface
public interface Scorer {
    /** Scores a network with {@code parameters} on the whole split, each image exactly once. */
    Scored score(float[] parameters) throws InterruptedException;
}
