package org.meanfield.job.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.ProcessFigures;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RoundRow;

/** Summary of a training for the console. */
final class TrainSummary {
    private TrainSummary() {}

    /**
     * Prints the summary.
     *
     * @param result the JSON result
     * @param secondsToFirstRound seconds from the start of the process to the end of the first round
     */
    static void say(
            Console console,
            TrainJob job,
            EvaluationRow tested,
            JsonNode result,
            List<RoundRow> rounds,
            double secondsToFirstRound) {
        console.say(String.format(
                Locale.ROOT,
                "%s: test accuracy %.2f %% (95 %% CI %.2f to %.2f %%), %,d images",
                result.path("run_id").asText(),
                100 * tested.accuracy(),
                100 * tested.low(),
                100 * tested.high(),
                tested.examples()));
        console.say(String.format(
                Locale.ROOT,
                "  %,.0f images/s by %d workers in %d rounds of up to %d local steps%s",
                result.path("images_per_second").asDouble(),
                job.train().workers(),
                rounds.size(),
                rounds.stream().mapToInt(RoundRow::localSteps).max().orElse(0),
                share(RoundProgress.localStepsShare(rounds))));
        console.say(String.format(
                Locale.ROOT, "  first round after %.1f s; %s", secondsToFirstRound, ProcessFigures.memory()));
        for (String key : List.of("tables", "model", "picture")) {
            console.say("  %-8s %s".formatted(key, result.path(key).asText()));
        }
    }

    /** The share of local steps in a round; empty for DL4J's trainer, which does not report it. */
    private static String share(double localSteps) {
        return Double.isNaN(localSteps)
                ? ""
                : String.format(Locale.ROOT, ", which took %.1f %% of a round", 100 * localSteps);
    }
}
