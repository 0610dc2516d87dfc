package org.meanfield.sweep;

import java.util.ArrayList;
import java.util.List;
import org.meanfield.config.Check;
import org.meanfield.config.Default;

/**
 * Successive halving (Jamieson and Talwalkar 2016; Li et al. 2018, "Hyperband", algorithm 1): all trials are trained for a few
 * epochs, the best of them, one in η, for η times as many, and so on. Of n trials in a rung ⌊n/η⌋ go on, at least one; a trial
 * that goes on does so from its own state.
 *
 * <p>The asynchronous form (Li et al. 2020, "A system for massively parallel hyperparameter tuning") promotes a trial that is
 * among the best of those that have arrived, so that its outcome depends on who was first. Here a trial is promoted, or given
 * up, as soon as whatever the others of its rung do cannot change that: nobody waits for what is decided, and the same
 * trials win on any cluster. Of equal scores the trial that comes first in the sweep is the better; one that diverged or
 * failed (a score of NaN) is worse than any other and never goes on, even if its place then stays empty.
 *
 * @param reductionFactor η, at least 2
 * @param minEpochs epochs of the first rung, at least 1
 */
public record SuccessiveHalvingScheduler(@Default("3") int reductionFactor, @Default("1") int minEpochs)
        implements Scheduler {
    /** Checks the ranges. */
    public SuccessiveHalvingScheduler {
        Check.that(reductionFactor >= 2, "reduction-factor", reductionFactor, "at least 2");
        Check.that(minEpochs > 0, "min-epochs", minEpochs, "positive");
    }

    @Override
    public List<Start> next(List<Trial> trials, List<TrialResult> finished) {
        return halving(trials).next(finished);
    }

    @Override
    public List<String> stopped(List<Trial> trials, List<TrialResult> finished) {
        return halving(trials).stopped(finished);
    }

    @Override
    public boolean comparesEarly() {
        return true;
    }

    @Override
    public long epochs(List<Trial> trials) {
        return halving(trials).epochs();
    }

    @Override
    public List<Integer> ends(List<Trial> trials, Trial trial) {
        return ends(trial.epochs());
    }

    private Halving halving(List<Trial> trials) {
        return new Halving(reductionFactor, Trial.ids(trials), ends(Trial.epochs(trials)));
    }

    private List<Integer> ends(int epochs) {
        List<Integer> ends = new ArrayList<>();
        for (long end = minEpochs; end < epochs; end *= reductionFactor) {
            ends.add((int) end);
        }
        ends.add(epochs);
        return ends;
    }
}
