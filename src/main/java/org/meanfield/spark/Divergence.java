package org.meanfield.spark;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/** Rounds after which nothing can be trained any more. */
final class Divergence {
    private Divergence() {}

    /** Returns why a training has diverged, with a lower rate to try; empty if loss and parameters are finite. */
    static Optional<String> of(Trainer.RoundResult result, double learningRate) {
        boolean finite = result.state().isFinite();
        if (finite && Double.isFinite(result.row().trainLoss())) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "round %d diverged: its loss is %s and its parameters are %s finite; try a lower train.optimizer.learning-rate, "
                        + "such as %s instead of %s",
                result.row().round(),
                result.row().trainLoss(),
                finite ? "all" : "not all",
                BigDecimal.valueOf(learningRate).movePointLeft(1).stripTrailingZeros(),
                learningRate));
    }
}
