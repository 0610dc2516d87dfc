package org.meanfield.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.meanfield.config.InvalidInputException;

final class ScheduleTest {
    @Test
    void aConstantScheduleHasTheFactorOne() {
        assertThat(factors(new ConstantSchedule(0), 4)).containsExactly(1, 1, 1, 1);
    }

    @Test
    void theWarmUpEndsWithTheFactorOne() {
        assertThat(factors(new ConstantSchedule(4), 6)).containsExactly(0.25, 0.5, 0.75, 1, 1, 1);
    }

    @Test
    void everyScheduleBeginsWithItsWarmUp() {
        for (Schedule schedule : List.of(
                new ConstantSchedule(2),
                new StepSchedule(List.of(0.5), 0.1, 2),
                new CosineSchedule(2, 0.5),
                new ExponentialSchedule(0.1, 2))) {
            assertThat(factors(schedule, 12)).startsWith(0.5, 1, 1).hasSize(12);
        }
    }

    @Test
    void aStepScheduleFallsAtItsMilestones() {
        assertThat(factors(new StepSchedule(List.of(0.5, 0.75), 0.5, 0), 8))
                .containsExactly(1, 1, 1, 1, 0.5, 0.5, 0.25, 0.25);
    }

    @Test
    void milestonesAreFractionsOfTheStepsAfterTheWarmUpAndRounded() {
        // 0.3 of 9 is 2.7, so the third step after the warm-up is the first with the lower rate.
        assertThat(factors(new StepSchedule(List.of(0.3), 0.25, 1), 10))
                .containsExactly(1, 1, 1, 1, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25);
    }

    @Test
    void aCosineScheduleFallsAlongHalfACosine() {
        Schedule schedule = new CosineSchedule(0, 0.2);
        assertThat(schedule.factor(0, 100)).isEqualTo(1);
        assertThat(schedule.factor(25, 100)).isCloseTo(0.2 + 0.4 * (1 + Math.sqrt(0.5)), within(1e-15));
        assertThat(schedule.factor(50, 100)).isCloseTo(0.6, within(1e-15));
        assertThat(schedule.factor(75, 100)).isCloseTo(0.2 + 0.4 * (1 - Math.sqrt(0.5)), within(1e-15));
        assertThat(schedule.factor(100, 100)).isEqualTo(0.2);
    }

    @Test
    void anExponentialScheduleChangesByOneRatioUpToItsLast() {
        assertThat(factors(new ExponentialSchedule(1000, 0), 4))
                .containsExactly(new double[] {1, 10, 100, 1000}, within(1e-9));
        assertThat(factors(new ExponentialSchedule(0.25, 1), 4)).containsExactly(1, 1, 0.5, 0.25);
        assertThat(new ExponentialSchedule(0.25, 0).factor(9, 4)).isEqualTo(0.25);
        assertThat(new ExponentialSchedule(0.25, 0).factor(0, 1)).isEqualTo(1);
        refused(() -> new ExponentialSchedule(0, 0), "last is 0.0 but must be in (0, 1e12]");
        refused(() -> new ExponentialSchedule(0.1, -1), "warm-up is -1 but must be 0 or more");
    }

    @Test
    void aCosineScheduleWithoutFloorIsPositiveUntilTheEnd() {
        // ND4J's Adam takes its epsilon for a learning rate of 0.
        assertThat(new CosineSchedule(0, 0).factor(9_999_999, 10_000_000)).isPositive();
        assertThat(new CosineSchedule(0, 0).factor(10_000_000, 10_000_000)).isZero();
    }

    @Test
    void afterTheEndTheFactorIsThatOfTheEnd() {
        assertThat(new CosineSchedule(0, 0.1).factor(11, 10)).isEqualTo(0.1);
        assertThat(new StepSchedule(List.of(0.5), 0.1, 0).factor(11, 10)).isEqualTo(0.1);
        assertThat(new ConstantSchedule(0).factor(11, 10)).isEqualTo(1);
    }

    @Test
    void theLearningRateDependsOnTheIterationAlone() {
        LearningRate rate = new LearningRate(0.4, new ConstantSchedule(4), 10);
        assertThat(rate.valueAt(1, 0)).isEqualTo(0.2).isEqualTo(rate.valueAt(1, 7));
    }

    @Test
    void refusesWhatIsOutOfRange() {
        refused(() -> new ConstantSchedule(-1), "warm-up is -1 but must be 0 or more");
        refused(() -> new CosineSchedule(-1, 0), "warm-up is -1 but must be 0 or more");
        refused(() -> new CosineSchedule(0, 1.5), "floor is 1.5 but must be in [0, 1]");
        refused(() -> new CosineSchedule(0, Double.NaN), "floor is NaN but must be in [0, 1]");
        refused(() -> new StepSchedule(List.of(0.5), 0, 0), "factor is 0.0 but must be in (0, 1]");
        refused(() -> new StepSchedule(List.of(0.5), 0.1, -2), "warm-up is -2 but must be 0 or more");
        String fractions = " but must be ascending fractions in (0, 1)";
        refused(() -> new StepSchedule(List.of(), 0.1, 0), "milestones is []" + fractions);
        refused(() -> new StepSchedule(List.of(0.5, 0.5), 0.1, 0), "milestones is [0.5, 0.5]" + fractions);
        refused(() -> new StepSchedule(List.of(1.0), 0.1, 0), "milestones is [1.0]" + fractions);
        refused(
                () -> new LearningRate(0.1, new ConstantSchedule(300), 300),
                "train.schedule.warm-up is 300 but must be less than 300, the local steps of a worker");
    }

    private static void refused(Runnable creation, String message) {
        assertThatThrownBy(creation::run)
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }

    private static double[] factors(Schedule schedule, int steps) {
        return LongStream.range(0, steps)
                .mapToDouble(step -> schedule.factor(step, steps))
                .toArray();
    }
}
