package org.meanfield.job.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.ProcessFigures;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RoundRow;

/** What a person reads at the end of a training. */
final class TrainSummary {
    private TrainSummary() {}

    /**
     * Says it.
     *
     * @param result the line for scripts
     * @param secondsToFirstRound what the job cost before it
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
                "%s: %.2f %% of %,d test images right (95 %% interval %.2f to %.2f %%)",
                result.path("run_id").asText(),
                100 * tested.accuracy(),
                tested.examples(),
                100 * tested.low(),
                100 * tested.high()));
        console.say(String.format(
                Locale.ROOT,
                "  %,.0f images/s by %d workers in %d rounds of up to %d local steps%s",
                result.path("images_per_second").asDouble(),
                job.train().workers(),
                rounds.size(),
                rounds.stream().mapToInt(RoundRow::localSteps).max().orElse(0),
                share(RoundProgress.localStepsShare(rounds))));
        console.say(String.format(
                Locale.ROOT, "  the first round after %.1f s; %s", secondsToFirstRound, ProcessFigures.memory()));
        for (String key : List.of("tables", "model", "picture")) {
            console.say("  %-8s %s".formatted(key, result.path(key).asText()));
        }
    }

    /** What the steps took of a round, which DL4J's trainer does not tell. */
    private static String share(double localSteps) {
        return Double.isNaN(localSteps)
                ? ""
                : String.format(Locale.ROOT, ", which took %.1f %% of a round", 100 * localSteps);
    }
}
