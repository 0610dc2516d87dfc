package org.meanfield.train;

/** The next round starts from the mean itself (McDonald et al. 2010; federated averaging, McMahan et al. 2017): x ← x̄. */
public record MeanAveraging() implements Averaging {
    @Override
    public State outerStep(State before, State mean, double learningRate) {
        return mean;
    }
}
