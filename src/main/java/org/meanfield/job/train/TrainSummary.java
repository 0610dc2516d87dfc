package org.meanfield.job.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.ProcessFigures;
import org.meanfield.job.common.Standing;
import org.meanfield.spark.TrainingResult;
import org.meanfield.storage.Storage;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.tables.RunStatus;
import org.meanfield.train.RoundPlan;
import org.meanfield.train.checkpoint.Checkpoint;
import org.meanfield.train.checkpoint.ModelFiles;

/** Summary of a training, for the console and as JSON. */
final class TrainSummary {
    /** Only in the result of a training that ended before its last round. */
    private static final String SELECTED = "selected_round";

    private TrainSummary() {}

    /** Returns whether a result is final; that of a run whose time was up is of its last round so far. */
    static boolean isFinished(JsonNode result) {
        return !result.path("status").asText().equals(RunStatus.STOPPED_EARLY.label());
    }

    /** Returns why a training has not finished; empty if it has. */
    static String reason(TrainingResult trained, int rounds) {
        return trained.timeUp()
                ? "the time was up "
                        + Standing.after(trained.end().round(), rounds).where()
                : "";
    }

    /**
     * Prints the summary.
     *
     * @param result the JSON result
     * @param secondsToFirstRound seconds from the start of the process to the end of the first round
     */
    static void say(
            Console console,
            PreparedJob prepared,
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
                prepared.plan().workers(),
                rounds.size(),
                rounds.stream().mapToInt(RoundRow::localSteps).max().orElse(0),
                share(RoundProgress.localStepsShare(rounds))));
        if (result.has(SELECTED)) {
            console.say(String.format(
                    Locale.ROOT,
                    "  ended    early, after round %d of %d, with the state after round %d%s",
                    result.path("rounds").asInt(),
                    prepared.plan().rounds(),
                    result.path(SELECTED).asInt(),
                    result.path("status").asText().equals(RunStatus.STOPPED_EARLY.label())
                            ? ": the time was up; " + Standing.RESUME
                            : ""));
        }
        console.say(String.format(
                Locale.ROOT, "  first round after %.1f s; %s", secondsToFirstRound, ProcessFigures.memory()));
        for (String key : List.of("tables", "model", "picture")) {
            console.say("  %-8s %s".formatted(key, result.path(key).asText()));
        }
        result.path("warnings").forEach(warning -> console.say("  warning: " + warning.asText()));
    }

    /**
     * Returns the JSON result.
     *
     * @param status finished, or stopped-early if the time was up
     * @param end the final checkpoint, with the test's row
     * @param output the output root
     */
    static ObjectNode json(
            String runId,
            RunStatus status,
            RoundPlan plan,
            Checkpoint end,
            String output,
            String picture,
            List<String> warnings) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("run_id", runId);
        result.put("status", status.label());
        if (end.round() < plan.rounds()) {
            result.put("rounds", end.round());
            result.put(SELECTED, end.selectedRound());
        }
        result.put("test_accuracy", RunRecorder.tested(end).accuracy());
        result.put("state_sha256", end.selected().sha256());
        result.put("images_per_second", RoundProgress.imagesPerSecond(end.rounds()));
        result.put("tables", Storage.child(output, "tables"));
        result.put("model", new ModelFiles(output, runId).folder());
        result.put("picture", picture);
        if (!warnings.isEmpty()) {
            warnings.forEach(result.putArray("warnings")::add);
        }
        return result;
    }

    /** The share of local steps in a round; empty for DL4J's trainer, which does not report it. */
    private static String share(double localSteps) {
        return Double.isNaN(localSteps)
                ? ""
                : String.format(Locale.ROOT, ", which took %.1f %% of a round", 100 * localSteps);
    }
}
