package org.meanfield.train;

import java.util.BitSet;

/**
 * The way from the mean of the workers to the state that the next round starts from: the outer step on what is learnt, the
 * plain mean for running statistics, the policy for the optimizer's state, and at the end of a job the final average.
 *
 * <p>Running statistics are not learnt, so that a momentum has no meaning for them; and a step beyond their mean could
 * make a variance negative.
 *
 * <p>The final average (Izmailov et al. 2018, "Averaging weights leads to wider optima", equation in section 3.1) is the
 * plain mean of the states x₁ … xₙ that the last n rounds ended with; of k of them it is
 *
 * <pre>
 * aₖ = ((k − 1) · aₖ₋₁ + xₖ) / k
 * </pre>
 *
 * and from the first of these rounds on it is what is evaluated and selected, while the rounds go on from x. It has batch
 * norm's running statistics averaged with the rest; {@link Recalibration} measures them anew for the averaged weights.
 *
 * @param settings of the job
 * @param plan of the job
 * @param statistics the places, in the flat vector of parameters, of running statistics
 */
public record OuterStep(TrainSettings settings, RoundPlan plan, BitSet statistics) {
    /**
     * Returns the state after a round.
     *
     * @param before the state that it started from
     * @param mean the weighted mean of the workers' states after it
     * @param round its number, from 0
     */
    public State next(State before, State mean, int round) {
        State next = settings.updater()
                .apply(settings.averaging().outerStep(before, mean, learningRate(before.steps(), mean.steps())));
        statistics.stream().forEach(i -> next.parameters()[i] = mean.parameters()[i]);
        int averaged = round - (plan.rounds() - settings.averageLast());
        return averaged < 0 ? next : next.with(next.outer().withAverage(average(before, next, averaged)));
    }

    private static float[] average(State before, State next, int averaged) {
        if (averaged == 0) {
            return next.parameters();
        }
        double share = 1.0 / (averaged + 1);
        return OuterState.mixed(before.outer().average(), averaged * share, next.parameters(), share);
    }

    private double learningRate(long from, long until) {
        double sum = 0;
        for (long step = from; step < until; step++) {
            sum += settings.learningRate(step, plan.totalSteps());
        }
        return sum / (until - from);
    }
}
