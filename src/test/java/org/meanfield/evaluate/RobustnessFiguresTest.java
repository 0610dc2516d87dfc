package org.meanfield.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.meanfield.tables.RobustnessRow;
import org.meanfield.testing.Rows;

final class RobustnessFiguresTest {
    private static final double EXACT = 1e-15;

    /** Two severities in two draws each: means of the draws 0.75 and 0.5, then 0.25 and 0.5. */
    private static final List<RobustnessRow> NOISE = List.of(
            row("noise", 1, 1, 0.75), row("noise", 1, 2, 0.5), row("noise", 2, 1, 0.25), row("noise", 2, 2, 0.5));

    private static final RobustnessRow CLEAN = row("clean", 0, 1, 0.88);

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
        RobustnessFigures model = figures(CLEAN, joined(List.of(NOISE, List.of(row("blur", 1, 1, 0.88)))));
        RobustnessFigures reference =
                figures(CLEAN, List.of(row("noise", 1, 1, 0.5), row("noise", 2, 1, 0), row("blur", 1, 1, 0.5)));

        // (0.375 + 0.625) / (0.5 + 1) and 0.12 / 0.5.
        assertThat(model.meanCorruptionError(reference).orElseThrow()).isCloseTo((1 / 1.5 + 0.24) / 2, within(EXACT));
        assertThat(reference.meanCorruptionError(reference)).contains(1.0);
        assertThat(model.corruptedAccuracy()).isEqualTo((0.5 + 0.88) / 2);
    }

    @Test
    void ofOtherImagesThereIsNoCorruptionError() {
        RobustnessFigures model = figures(CLEAN, NOISE);
        RobustnessFigures other = figures(row("other", 0, 1, 0.88), NOISE);

        assertThat(model.meanCorruptionError(other)).isEmpty();
    }

    @Test
    void twoCorruptionsOfAKindHaveNamesOfTheirOwn() {
        List<RobustnessRow> more = List.of(row("noise", 1, 1, 0.5), row("noise", 2, 1, 0.5), row("noise", 3, 1, 0.5));

        assertThat(figures(CLEAN, joined(List.of(NOISE, more, List.of(row("blur", 1, 1, 0.5)), NOISE)))
                        .corruptions())
                .containsExactly(
                        Map.entry("noise", NOISE),
                        Map.entry("noise-2", more),
                        Map.entry("blur", List.of(row("blur", 1, 1, 0.5))),
                        Map.entry("noise-3", NOISE));
    }

    private static RobustnessFigures figures(RobustnessRow clean, List<RobustnessRow> corrupted) {
        return RobustnessFigures.of(
                Stream.concat(Stream.of(clean), corrupted.stream()).toList());
    }

    private static List<RobustnessRow> joined(List<List<RobustnessRow>> corruptions) {
        return corruptions.stream().flatMap(List::stream).toList();
    }

    private static RobustnessRow row(String corruption, int severity, int repeat, double accuracy) {
        return Rows.robustness("run", corruption, severity, repeat, (int) (100 * accuracy));
    }
}
