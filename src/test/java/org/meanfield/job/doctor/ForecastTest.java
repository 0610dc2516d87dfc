package org.meanfield.job.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.meanfield.spark.RoundCost;

final class ForecastTest {
    /** 20 steps of 10 ms; an overhead of 20 ms with one worker and 80 ms with four. */
    private static final Forecast FORECAST =
            new Forecast(new RoundCost(1, 0.01, 0.02, 0), new RoundCost(4, 0.01, 0.08, 0), 64, 20);

    @Test
    void isWhatWasMeasuredAtBothEndsAndBetweenThemInProportion() {
        assertThat(FORECAST.speeds()).extracting(Forecast.Speed::workers).containsExactly(1, 2, 4);
        assertThat(FORECAST.speeds().get(0).imagesPerSecond()).isCloseTo(20 * 64 / 0.22, within(1e-9));
        assertThat(FORECAST.speeds().get(1).imagesPerSecond()).isCloseTo(2 * 20 * 64 / 0.24, within(1e-9));
        assertThat(FORECAST.speeds().get(2).imagesPerSecond()).isCloseTo(4 * 20 * 64 / 0.28, within(1e-9));
        assertThat(FORECAST.speeds().get(2).speedUp()).isCloseTo(4 * 0.22 / 0.28, within(1e-12));
    }

    @Test
    void anOddNumberOfWorkersIsTheLast() {
        Forecast three = new Forecast(new RoundCost(1, 0.01, 0, 0), new RoundCost(3, 0.01, 0, 0), 1, 1);

        assertThat(three.speeds()).extracting(Forecast.Speed::workers).containsExactly(1, 2, 3);
        assertThat(three.speeds()).extracting(Forecast.Speed::speedUp).containsExactly(1.0, 2.0, 3.0);
    }

    @Test
    void oneWorkerIsItself() {
        RoundCost one = new RoundCost(1, 0.5, 0.5, 0);

        assertThat(new Forecast(one, one, 10, 1).speeds()).containsExactly(new Forecast.Speed(1, 10, 1));
    }

    /** 80 ms are 5 % of 1.6 s, of which 1.52 s are 152 steps of 10 ms. */
    @Test
    void theOverheadIsSmallFromTheStepsThatMakeItATwentieth() {
        assertThat(FORECAST.stepsOfSmallOverhead()).isEqualTo(152);
        assertThat(FORECAST.overheadShare()).isCloseTo(0.08 / 0.28, within(1e-12));
    }

    @Test
    void withoutOverheadOneStepIsEnough() {
        RoundCost free = new RoundCost(1, 0.01, 0, 0);

        assertThat(new Forecast(free, free, 1, 7).stepsOfSmallOverhead()).isOne();
    }
}
