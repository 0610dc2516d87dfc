package org.meanfield.job.robustness;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meanfield.evaluate.RobustnessFigures;
import org.meanfield.job.common.Console;
import org.meanfield.tables.RobustnessRow;

/**
 * Summary of an evaluation, for the console and as JSON.
 *
 * @param figures aggregated robustness of each model, by run
 * @param reference the run that corruption errors are relative to; empty for none
 */
record RobustnessSummary(Map<String, RobustnessFigures> figures, String reference) {
    /** Maximal number of models with a table each; more get one line each. */
    private static final int MAX_TABLES = 8;

    /**
     * Prints the summary.
     *
     * @param names what each model is called, in the order in which they are printed
     */
    void say(Console console, Map<String, String> names) {
        names.forEach((run, name) -> {
            RobustnessFigures model = figures.get(run);
            console.say(String.format(
                    Locale.ROOT,
                    "%s: clean accuracy %s of %,d images (95 %% CI %.2f to %.2f %%), corrupted accuracy %s%s",
                    name,
                    percent(model.clean().accuracy()),
                    model.clean().examples(),
                    100 * model.clean().low(),
                    100 * model.clean().high(),
                    percent(model.corruptedAccuracy()),
                    error(model)
                            .map(error -> ", mCE "
                                    + (Double.isFinite(error)
                                            ? String.format(Locale.ROOT, "%.1f %%", 100 * error)
                                            : "–"))
                            .orElse("")));
            if (figures.size() <= MAX_TABLES) {
                model.corruptions().forEach((corruption, rows) -> console.say(line(corruption, rows)));
                model.attacks().forEach((attack, rows) -> console.say(line(attack, rows)));
            }
        });
    }

    private static String line(String name, List<RobustnessRow> rows) {
        String deviation = RobustnessFigures.deviation(rows).stream()
                .mapToObj(value -> String.format(Locale.ROOT, " ± %.2f", 100 * value))
                .findFirst()
                .orElse("");
        String severities = RobustnessFigures.bySeverity(rows).values().stream()
                .map(level -> level.get(0).parameter() + " " + percent(RobustnessFigures.mean(level)))
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT, "  %-15s %s%s: %s", name, percent(RobustnessFigures.mean(rows)), deviation, severities);
    }

    /** Returns the models' metrics as JSON. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        figures.forEach((run, model) -> {
            ObjectNode entry = json.putObject(run);
            entry.put("clean_accuracy", model.clean().accuracy());
            entry.put("corrupted_accuracy", model.corruptedAccuracy());
            error(model).ifPresent(error -> entry.put("mean_corruption_error", error));
            ObjectNode corruptions = entry.putObject("corruptions");
            model.corruptions().forEach((name, rows) -> corruptions.put(name, RobustnessFigures.mean(rows)));
            if (!model.attacks().isEmpty()) {
                ObjectNode attacks = entry.putObject("attacks");
                model.attacks().forEach((name, rows) -> attacks.put(name, RobustnessFigures.mean(rows)));
            }
            ObjectNode deviations = entry.putObject("deviations");
            model.corruptions().forEach((name, rows) -> RobustnessFigures.deviation(rows)
                    .ifPresent(deviation -> deviations.put(name, deviation)));
        });
        return json;
    }

    private Optional<Double> error(RobustnessFigures model) {
        return Optional.ofNullable(figures.get(reference)).flatMap(model::meanCorruptionError);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }
}
