package org.meanfield.job.robustness;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.meanfield.corrupt.attack.Attack;
import org.meanfield.evaluate.RobustnessFigures;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.ProcessFigures;
import org.meanfield.storage.Sha256;
import org.meanfield.storage.Tables;
import org.meanfield.tables.RobustnessRow;
import org.meanfield.tables.RunStatus;

/**
 * Result of an evaluation.
 *
 * @param groups all scored groups
 * @param reference the run that corruption errors are relative to; empty for none
 */
record RobustnessResult(List<ScoredGroup> groups, String reference) {
    /** Returns the rows of the table. */
    List<RobustnessRow> rows() {
        return groups.stream()
                .flatMap(group -> group.parts().stream())
                .flatMap(part -> part.rows().stream())
                .toList();
    }

    /** Returns the JSON result. */
    ObjectNode json(String runId) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("run_id", runId);
        json.put("status", RunStatus.FINISHED.label());
        json.set("models", summary().json());
        ArrayNode sets = json.putArray("corrupted_sets");
        hashes().forEach((hash, name) -> sets.addObject().put("name", name).put("sha256", hash));
        json.put("images_scored", scored());
        json.put("images_per_second", scored() / sum(RobustnessPart::seconds));
        json.put("corruption_share", corruptionShare());
        return json;
    }

    /**
     * Prints the summary on the console.
     *
     * @param tables of the output root, which know the models' runs
     */
    void say(Console console, Tables tables) {
        RobustnessSummary summary = summary();
        summary.say(console, ModelNames.of(summary.figures().keySet(), tables));
        hashes().forEach((hash, name) -> console.say("%s: SHA-256 %s".formatted(name, hash)));
        console.say(String.format(
                Locale.ROOT,
                "  %,d images scored, %,.0f images/s; corruption took %.1f %% of the time, inference the rest; %s",
                scored(),
                scored() / sum(RobustnessPart::seconds),
                100 * corruptionShare(),
                ProcessFigures.memory()));
    }

    /** Returns the names of the corrupted sets by the SHA-256 over the hashes of their conditions, whatever their order. */
    private Map<String, String> hashes() {
        Map<String, String> hashes = new LinkedHashMap<>();
        for (ScoredGroup group : groups) {
            String lines = group.parts().stream()
                    .flatMap(part -> part.rows().stream())
                    .filter(row -> !Attack.isName(row.corruption())) // whose images are the models' own
                    .map(RobustnessResult::hashed)
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining());
            hashes.put(Sha256.of(lines), group.group().title());
        }
        return hashes;
    }

    private static String hashed(RobustnessRow row) {
        return String.format(
                Locale.ROOT, "%s %s %d %s\n", row.corruption(), row.parameter(), row.repeat(), row.conditionHash());
    }

    private RobustnessSummary summary() {
        Map<String, RobustnessFigures> figures = new LinkedHashMap<>();
        for (ScoredGroup group : groups) {
            group.parts().get(0).rows().stream()
                    .map(RobustnessRow::modelRun)
                    .forEach(run -> figures.put(run, RobustnessFigures.of(rowsOf(run, group))));
        }
        return new RobustnessSummary(figures, reference);
    }

    private static List<RobustnessRow> rowsOf(String run, ScoredGroup group) {
        return group.parts().stream()
                .flatMap(part -> part.rows().stream())
                .filter(row -> row.modelRun().equals(run))
                .toList();
    }

    private long scored() {
        return groups.stream()
                .flatMap(group -> group.parts().stream())
                .mapToLong(RobustnessPart::scored)
                .sum();
    }

    private double corruptionShare() {
        double corrupt = sum(RobustnessPart::corruptSeconds);
        return corrupt / (corrupt + sum(RobustnessPart::inferSeconds));
    }

    private double sum(ToDoubleFunction<RobustnessPart> figure) {
        return groups.stream()
                .flatMap(group -> group.parts().stream())
                .mapToDouble(figure)
                .sum();
    }
}
