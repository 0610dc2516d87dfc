package org.meanfield.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import org.meanfield.metrics.EvaluationRow;
import org.meanfield.metrics.RoundRow;

/** What a person reads at the end of a training. */
final class TrainSummary {
    private TrainSummary() {}

    static void say(Console console, TrainJob job, EvaluationRow tested, JsonNode result, List<RoundRow> rounds) {
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
                "  %,.0f images/s by %d workers in %d rounds of up to %d local steps",
                result.path("images_per_second").asDouble(),
                job.train().workers(),
                rounds.size(),
                job.train().localSteps()));
        for (String key : List.of("tables", "model", "picture")) {
            console.say("  %-8s %s".formatted(key, result.path(key).asText()));
        }
    }
}
