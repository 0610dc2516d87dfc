package org.meanfield.train;

import org.meanfield.config.Check;
import org.meanfield.config.Default;

/**
 * The next round starts from the mean, x ← x̄, and what is evaluated and selected is the exponential moving average of the
 * means (as of the weights of single steps in Tarvainen and Valpola 2017, "Mean teachers", equation 1): after round r
 *
 * <pre>
 * e₁ = x̄₁
 * eᵣ = decay · eᵣ₋₁ + (1 − decay) · x̄ᵣ
 * </pre>
 *
 * It starts with the first mean rather than the initial parameters, which are noise. Running statistics are averaged likewise; the optimizer's state is that of the mean.
 *
 * @param decay share of the average that a round keeps, in [0, 1)
 */
public record EmaAveraging(@Default("0.9") double decay) implements Averaging {
    /** Checks the settings. */
    public EmaAveraging {
        Check.that(decay >= 0 && decay < 1, "decay", decay, "in [0, 1)");
    }

    @Override
    public State outerStep(State before, State mean, double learningRate) {
        float[] old = before.outer().average();
        float[] average =
                old.length == 0 ? mean.parameters() : OuterState.mixed(old, decay, mean.parameters(), 1 - decay);
        return mean.with(OuterState.NONE.withAverage(average));
    }
}
