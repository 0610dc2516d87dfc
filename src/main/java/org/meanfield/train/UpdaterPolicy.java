package org.meanfield.train;

/** How the workers' optimizer states are treated when their parameters are averaged. */
public enum UpdaterPolicy {
    /** They are averaged with the same weights. */
    AVERAGE,
    /** Each round starts with zeros; Adam's bias correction still counts steps from the start of the job. */
    RESET;

    /** Returns the state that the next round starts from. */
    public State apply(State mean) {
        return switch (this) {
            case AVERAGE -> mean;
            case RESET -> new State(mean.parameters(), new float[mean.updater().length], mean.steps(), mean.outer());
        };
    }
}
