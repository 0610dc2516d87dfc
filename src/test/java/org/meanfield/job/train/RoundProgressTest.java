package org.meanfield.job.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.meanfield.storage.Progress;
import org.meanfield.tables.RoundRow;
import org.meanfield.testing.Rows;
import org.meanfield.train.RoundPlan;

final class RoundProgressTest {
    /** 15 rounds: 3 epochs of 50 local steps. */
    private static final RoundPlan PLAN = new RoundPlan(6400, 2, 64, 10, 3, 0);

    /** What replaces the progress line, and what stays with a bar before it. */
    private final List<String> shown = new ArrayList<>();

    private final AtomicLong seconds = new AtomicLong(50);
    private final RoundProgress progress = progress();

    @Test
    void theLineOfARoundHasEpochLossSpeedAndTimeLeft() {
        seconds.addAndGet(2);
        progress.show(PLAN, List.of(Rows.round(1, 1, 1280, 2.30258)), List.of());

        assertThat(shown).containsExactly("round 1/15 · epoch 1/3 · loss 2.3026 · 1,280 images/s · 0:28 left");
    }

    @Test
    void anEpochHasALineThatStays() {
        List<RoundRow> rounds = new ArrayList<>();
        for (int round = 1; round <= 5; round++) {
            rounds.add(Rows.round(round, 1, 1280, round));
        }
        seconds.addAndGet(1);
        progress.show(PLAN, rounds.subList(0, 1), List.of());
        seconds.addAndGet(4);
        progress.show(PLAN, rounds, List.of(Rows.evaluation("validation", 5, 1, 0.8764, 0.5)));

        // The mean of the losses 1 to 5, weighted by equally many images; five rounds of a second each; ten more to go.
        assertThat(shown)
                .containsExactly(
                        "round 1/15 · epoch 1/3 · loss 1.0000 · 1,280 images/s · 0:14 left",
                        "| epoch 1 of 3 · train loss 3.0000 · validation loss 0.5000, 87.64 % · 1,280 images/s · 0:10 left",
                        "round 5/15 · epoch 1/3 · loss 5.0000 · 1,280 images/s · 0:10 left");
    }

    @Test
    void theLossOfAnEpochIsWeightedByImages() {
        List<RoundRow> rounds = List.of(Rows.round(14, 3, 300, 1), Rows.round(15, 3, 100, 5));
        progress.show(PLAN, rounds.subList(0, 1), List.of());
        progress.show(PLAN, rounds, List.of());

        // (300 · 1 + 100 · 5) / 400 = 2, and 400 images in 2 s.
        assertThat(shown.get(1)).isEqualTo("| epoch 3 of 3 · train loss 2.0000 · 200 images/s · 0:00 left");
        assertThat(shown).hasSize(3).last().isEqualTo("scoring the test split");
    }

    @Test
    void anEpochThatEndsWithinARoundIsAFraction() {
        // 5 steps an epoch, 4 a round: after the second round 1.6 epochs are over.
        RoundPlan uneven = new RoundPlan(640, 2, 64, 4, 3, 0);
        progress.show(uneven, List.of(Rows.round(2, 2, 512, 1)), List.of(Rows.evaluation("validation", 1, 1, 0.5, 1)));

        assertThat(shown.get(0)).isEqualTo("| epoch 1.60 of 3 · train loss 1.0000 · 512 images/s · 0:00 left");
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

        assertThat(shown.get(0)).contains("train loss 1.0000 · validation loss 1.0000, 87.60 % · 1,280 images/s");
    }

    @Test
    void theTimeLeftCountsFromWhereAResumedRunGoesOn() {
        seconds.addAndGet(3);
        progress.show(PLAN, List.of(Rows.round(11, 3, 1280, 1)), List.of());

        assertThat(shown).containsExactly("round 11/15 · epoch 3/3 · loss 1.0000 · 1,280 images/s · 0:12 left");
    }

    private RoundProgress progress() {
        Progress lines = new Progress() {
            @Override
            public void show(String line) {
                shown.add(line);
            }

            @Override
            public void note(String line) {
                shown.add("| " + line);
            }
        };
        return new RoundProgress(lines, () -> TimeUnit.SECONDS.toNanos(seconds.get()));
    }

    @Test
    void theSpeedIsThatOfTheRoundsAfterTheFirst() {
        List<RoundRow> rounds = List.of(Rows.round(1, 1, 10, 1), Rows.round(2, 1, 1000, 1), Rows.round(3, 1, 2000, 1));

        assertThat(RoundProgress.imagesPerSecond(rounds)).isEqualTo(1500, offset(1e-9));
        assertThat(RoundProgress.imagesPerSecond(rounds.subList(0, 1))).isEqualTo(10, offset(1e-9));
    }
}
