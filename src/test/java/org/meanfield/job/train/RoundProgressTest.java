package org.meanfield.job.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.testing.Rows;
import org.meanfield.train.RoundPlan;

final class RoundProgressTest {
    /** 15 rounds: 3 epochs of 50 local steps. */
    private static final RoundPlan PLAN = new RoundPlan(6400, 2, 64, 10, 3, 0);

    private final List<String> shown = new ArrayList<>();
    private final RoundProgress progress = new RoundProgress(shown::add);

    @Test
    void theLineHasRoundEpochLossAndSpeed() {
        progress.show(PLAN, List.of(Rows.round(1, 1, 1280, 2.30258)), List.of());

        assertThat(shown).containsExactly("round 1/15 · epoch 1/3 · loss 2.3026 · 1,280 images/s · 0:00 left");
    }

    @Test
    void theLastValidationIsThere() {
        List<EvaluationRow> evaluations =
                List.of(Rows.evaluation("validation", 5, 1, 0.5, 1), Rows.evaluation("validation", 10, 2, 0.8764, 0.5));

        progress.show(PLAN, List.of(Rows.round(15, 3, 1280, 0.25)), evaluations);

        assertThat(shown)
                .containsExactly(
                        "round 15/15 · epoch 3/3 · loss 0.2500 · validation 87.6 % · 1,280 images/s · 0:00 left");
    }

    @Test
    void numbersAreWrittenTheSameInEveryCountry() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            progress.show(
                    PLAN, List.of(Rows.round(5, 1, 1280, 1)), List.of(Rows.evaluation("validation", 5, 1, 0.876, 1)));
        } finally {
            Locale.setDefault(before);
        }

        assertThat(shown.get(0)).contains("loss 1.0000 · validation 87.6 % · 1,280 images/s");
    }

    @Test
    void theTimeLeftCountsFromWhereAResumedRunGoesOn() throws InterruptedException {
        Thread.sleep(150);
        progress.show(PLAN, List.of(Rows.round(11, 3, 1280, 1)), List.of());

        // One round in 0.15 s or a little more, four to go; eleven in that time would be 0:00.
        assertThat(shown.get(0)).matches(".* 0:0[1-9] left");
    }

    @ParameterizedTest
    @CsvSource({"0, 0:00", "5.4, 0:05", "59.6, 1:00", "65, 1:05", "3599, 59:59", "3600, 1:00:00", "45296, 12:34:56"})
    void durationsAreInHoursMinutesAndSeconds(double seconds, String text) {
        assertThat(RoundProgress.duration(seconds)).isEqualTo(text);
    }

    @Test
    void theSpeedIsThatOfTheRoundsAfterTheFirst() {
        List<RoundRow> rounds = List.of(Rows.round(1, 1, 10, 1), Rows.round(2, 1, 1000, 1), Rows.round(3, 1, 2000, 1));

        assertThat(RoundProgress.imagesPerSecond(rounds)).isEqualTo(1500, offset(1e-9));
        assertThat(RoundProgress.imagesPerSecond(rounds.subList(0, 1))).isEqualTo(10, offset(1e-9));
    }
}
