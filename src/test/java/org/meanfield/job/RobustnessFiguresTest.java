package org.meanfield.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.meanfield.metrics.RobustnessRow;

final class RobustnessFiguresTest {
    private static final double EXACT = 1e-15;

    /** Two severities in two draws each: means of the draws 0.75 and 0.5, then 0.25 and 0.5. */
    private static final List<RobustnessRow> NOISE = List.of(
            row("noise", 1, 1, 0.75), row("noise", 1, 2, 0.5), row("noise", 2, 1, 0.25), row("noise", 2, 2, 0.5));

    private static final RobustnessRow CLEAN = row("clean", 0, 1, 0.875);

    @Test
    void theMeanIsOverSeveritiesAndDraws() {
        assertThat(RobustnessFigures.mean(NOISE)).isEqualTo(0.5);
        assertThat(RobustnessFigures.accuracies(NOISE)).containsExactly(0.625, 0.375);
    }

    @Test
    void theDeviationIsOverDraws() {
        List<RobustnessRow> rows = List.of(
                row("noise", 1, 1, 0.75), row("noise", 2, 1, 0.25), row("noise", 1, 2, 0.25), row("noise", 2, 2, 0.5));
        // The draws' means are 0.5 and 0.375: √(2 · 0.0625²).
        assertThat(RobustnessFigures.deviation(rows).getAsDouble()).isCloseTo(0.0625 * Math.sqrt(2), within(EXACT));
        assertThat(RobustnessFigures.deviation(NOISE).getAsDouble()).isZero();
        assertThat(RobustnessFigures.deviation(NOISE.subList(0, 1))).isEmpty();
    }

    @Test
    void theMeanCorruptionErrorIsOverCorruptionsRelativeToTheReference() {
        RobustnessFigures model =
                RobustnessFigures.of(List.of(List.of(CLEAN), NOISE, List.of(row("blur", 1, 1, 0.875))));
        RobustnessFigures reference = RobustnessFigures.of(List.of(
                List.of(CLEAN),
                List.of(row("noise", 1, 1, 0.5), row("noise", 2, 1, 0)),
                List.of(row("blur", 1, 1, 0.5))));

        // (0.375 + 0.625) / (0.5 + 1) and 0.125 / 0.5.
        assertThat(model.meanCorruptionError(reference).orElseThrow()).isCloseTo((1 / 1.5 + 0.25) / 2, within(EXACT));
        assertThat(reference.meanCorruptionError(reference)).contains(1.0);
        assertThat(model.corruptedAccuracy()).isEqualTo((0.5 + 0.875) / 2);
    }

    @Test
    void ofOtherImagesThereIsNoCorruptionError() {
        RobustnessFigures model = RobustnessFigures.of(List.of(List.of(CLEAN), NOISE));
        RobustnessFigures other =
                RobustnessFigures.of(List.of(List.of(row("clean", 0, 1, 0.875, "of other images")), NOISE));

        assertThat(model.meanCorruptionError(other)).isEmpty();
    }

    @Test
    void twoCorruptionsOfAKindHaveNamesOfTheirOwn() {
        assertThat(RobustnessFigures.of(List.of(List.of(CLEAN), NOISE, NOISE)).corruptions())
                .containsOnlyKeys("noise", "noise-2");
    }

    private static RobustnessRow row(String corruption, int severity, int repeat, double accuracy) {
        return row(corruption, severity, repeat, accuracy, "hash");
    }

    private static RobustnessRow row(String corruption, int severity, int repeat, double accuracy, String hash) {
        return new RobustnessRow(
                "run",
                "",
                "",
                "test",
                corruption,
                severity,
                repeat,
                "",
                "",
                true,
                hash,
                8,
                Math.round(8 * accuracy),
                List.of(),
                List.of(),
                accuracy,
                0,
                1,
                0,
                0,
                0,
                0.875,
                0,
                0,
                0,
                List.of(),
                List.of(),
                List.of());
    }
}
