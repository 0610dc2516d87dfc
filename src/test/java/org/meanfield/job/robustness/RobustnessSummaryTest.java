package org.meanfield.job.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.meanfield.evaluate.RobustnessFigures;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.JsonLine;
import org.meanfield.testing.Rows;

final class RobustnessSummaryTest {
    /** A quotient by nothing is no number of a reader's. */
    @Test
    void againstAReferenceWithoutErrorsThereIsNoError() {
        RobustnessSummary summary =
                new RobustnessSummary(Map.of("worse", figures("worse", 80), "best", figures("best", 100)), "best");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (Console console = Console.quiet(new PrintStream(said, true, StandardCharsets.UTF_8))) {
            summary.say(console, Map.of("worse", "worse", "best", "best"));
        }

        assertThat(said.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("mCE")))
                .hasSize(2)
                .allMatch(line -> line.endsWith(", mCE –"));
        assertThat(JsonLine.of(summary.json()))
                .contains("\"mean_corruption_error\":null")
                .doesNotContain("NaN", "Infinity");
    }

    private static RobustnessFigures figures(String run, int correct) {
        return RobustnessFigures.of(List.of(
                Rows.robustness(run, "clean", 0, 0, 100), Rows.robustness(run, "gaussian-noise", 1, 1, correct)));
    }
}
