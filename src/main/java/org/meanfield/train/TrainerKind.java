package org.meanfield.train;

/** The implementation of a job's rounds. */
public enum TrainerKind {
    /** Meanfield's own rounds. */
    ROUNDS,
    /**
     * DL4J's own {@code ParameterAveragingTrainingMaster}, as the baseline: the same network, shards and mini-batches,
     * averaged after every {@code local-steps}. Its unit of work is an epoch, so a row of {@code rounds} is an epoch.
     * It redistributes the mini-batches at random for each average, does not weight the mean, and is not reproducible
     * bit by bit.
     */
    DL4J_PARAMETER_AVERAGING
}
