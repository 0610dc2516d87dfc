package org.meanfield.train;

/** Who takes the rounds. */
public enum TrainerKind {
    /** This program. */
    ROUNDS,
    /**
     * DL4J's own {@code ParameterAveragingTrainingMaster}, as the baseline: the same network, shards and mini-batches, an
     * average after every {@code local-steps}. What it calls a fit is an epoch, so a row of {@code rounds} is one. It
     * deals the mini-batches out at random for each average, does not weight its mean, and gives no two runs the same bits.
     */
    DL4J_PARAMETER_AVERAGING
}
