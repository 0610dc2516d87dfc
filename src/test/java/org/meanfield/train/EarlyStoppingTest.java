package org.meanfield.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meanfield.config.InvalidInputException;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.testing.Jobs;
import org.meanfield.testing.Rows;
import org.meanfield.train.EarlyStopping.Metric;
import org.meanfield.train.EarlyStopping.Unit;

/** Ten rounds an epoch; the losses and accuracies of the validation are given epoch by epoch. */
final class EarlyStoppingTest {
    @Test
    void endsAfterSoManyEpochsWithoutALowerLoss() {
        EarlyStopping two = new EarlyStopping(2, Unit.EPOCHS, Metric.LOSS, 0);
        assertThat(epochs(two, 0.9, 0.8, 0.85, 0.79, 0.8, 0.79, 0.1)).isEqualTo(6);
        assertThat(epochs(two, 0.9, 0.8, 0.7, 0.6)).isEqualTo(-1);
        assertThat(epochs(new EarlyStopping(1, Unit.EPOCHS, Metric.LOSS, 0), 0.9, 0.9))
                .isEqualTo(2);
    }

    @Test
    void anImprovementIsMoreThanMinDeltaOnTheLastOne() {
        EarlyStopping two = new EarlyStopping(2, Unit.EPOCHS, Metric.LOSS, 0.125);
        // 0.875 is not more than 0.125 below 1.
        assertThat(epochs(two, 1, 0.875, 0.9375, 0.5)).isEqualTo(3);
        assertThat(epochs(two, 1, 0.9375, 0.8125, 0.75)).isEqualTo(-1);
    }

    @Test
    void accuraciesImproveUpwards() {
        EarlyStopping two = new EarlyStopping(2, Unit.EPOCHS, Metric.ACCURACY, 0);
        List<EvaluationRow> rows = new ArrayList<>();
        for (double accuracy : new double[] {0.5, 0.7, 0.6, 0.7}) {
            assertThat(two.isOver(rows)).isFalse();
            rows.add(Rows.evaluation("validation", 10 * (rows.size() + 1), rows.size() + 1, accuracy, 1));
        }
        assertThat(two.isOver(rows)).isTrue();
    }

    @Test
    void roundsAreCountedFromTheLastImprovement() {
        double[] losses = {0.5, 0.6, 0.7, 0.8};
        assertThat(epochs(new EarlyStopping(10, Unit.ROUNDS, Metric.LOSS, 0), losses))
                .isEqualTo(2);
        assertThat(epochs(new EarlyStopping(11, Unit.ROUNDS, Metric.LOSS, 0), losses))
                .isEqualTo(3);
    }

    @Test
    void withoutPatienceAndWithoutValidationNothingEnds() {
        EarlyStopping off = new EarlyStopping(0, Unit.EPOCHS, Metric.LOSS, 0);
        assertThat(epochs(off, 0.5, 0.6, 0.7)).isEqualTo(-1);
        assertThat(new EarlyStopping(1, Unit.EPOCHS, Metric.LOSS, 0)
                        .isOver(List.of(
                                Rows.evaluation("train", 10, 1, 0.5, 0.5), Rows.evaluation("train", 20, 2, 0.5, 0.5))))
                .isFalse();
    }

    @Test
    void theEarliestOfTheBestStatesIsSelected() {
        TrainSettings settings = Jobs.tiny("train.early-stopping={patience: 5}").train();
        List<EvaluationRow> before = List.of(validation(1, 0.8), validation(2, 0.6));
        assertThat(settings.selects(before, Optional.of(validation(3, 0.6)))).isFalse();
        assertThat(settings.selects(before, Optional.of(validation(3, 0.59)))).isTrue();
        assertThat(settings.selects(before, Optional.of(validation(3, Double.NaN))))
                .isFalse();
        assertThat(settings.selects(before, Optional.empty())).isFalse();
        assertThat(Jobs.tiny().train().selects(before, Optional.empty())).isTrue();
    }

    @Test
    void refusesWhatMakesNoSense() {
        refused("train.early-stopping={patience: -1}", "train.early-stopping.patience is -1 but must be 0 or more");
        refused(
                "train.early-stopping={patience: 1, min-delta: -0.1}",
                "train.early-stopping.min-delta is -0.1 but must be 0 or more and finite");
        assertThatThrownBy(() -> Jobs.tiny("train.early-stopping={patience: 1}", "train.select=best-validation"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(
                        "train.select is best-validation but must be last with early-stopping, which selects the best state itself");
    }

    private static void refused(String change, String message) {
        assertThatThrownBy(() -> Jobs.tiny(change))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }

    /** Returns the number of epochs after which it ends the training; -1 if it does not. */
    private static int epochs(EarlyStopping stopping, double... losses) {
        List<EvaluationRow> rows = new ArrayList<>();
        for (double loss : losses) {
            rows.add(validation(rows.size() + 1, loss));
            if (stopping.isOver(rows)) {
                return rows.size();
            }
        }
        return -1;
    }

    private static EvaluationRow validation(int epoch, double loss) {
        return Rows.evaluation("validation", 10 * epoch, epoch, 0.5, loss);
    }
}
