package org.meanfield.train;

/** What a gradient with respect to the input is of, for targets t of each image. */
public enum Objective {
    /** The cross-entropy, −Σₖ tₖ ln pₖ, where t is a distribution over the classes and p the probabilities. */
    LOSS,
    /** A weighted sum of the scores before the softmax, Σₖ tₖ zₖ: with t = 1 at one class and 0 elsewhere, its score. */
    SCORE
}
