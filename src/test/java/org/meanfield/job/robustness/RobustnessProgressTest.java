package org.meanfield.job.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RobustnessProgressTest {
    private final List<String> shown = new ArrayList<>();

    @Test
    void theLineHasConditionsSpeedAndTimeLeft() {
        RobustnessProgress progress = new RobustnessProgress(shown::add, 76, 76_000);

        progress.add(1, 1000, 0.5);
        progress.add(5, 5000, 2.5);

        assertThat(shown)
                .containsExactly(
                        "condition 1/76 · 2,000 images/s · 0:38 left", "condition 6/76 · 2,000 images/s · 0:35 left");
    }

    @Test
    void whatAnEarlierRunHasLeftSaysNothingAboutTheSpeed() {
        RobustnessProgress progress = new RobustnessProgress(shown::add, 76, 76_000);

        progress.skip(66, 66_000);
        progress.add(5, 5000, 5);

        assertThat(shown).containsExactly("condition 71/76 · 1,000 images/s · 0:05 left");
    }
}
