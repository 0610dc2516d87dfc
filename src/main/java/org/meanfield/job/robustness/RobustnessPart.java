package org.meanfield.job.robustness;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.meanfield.corrupt.Condition;
import org.meanfield.tables.RobustnessRow;

/**
 * Results of a chunk of models under some conditions of one corruption: the unit of progress that a resumed run keeps.
 *
 * @param runId the run
 * @param rows of the table, model after model
 * @param hits of each model, the correctly classified images, as {@link java.util.BitSet#toByteArray}; none for
 *     corrupted images
 * @param scored number of inferences
 * @param seconds wall time
 * @param corruptSeconds core seconds spent on corrupting images
 * @param inferSeconds core seconds spent on inference
 */
record RobustnessPart(
        String runId,
        List<RobustnessRow> rows,
        List<byte[]> hits,
        long scored,
        double seconds,
        double corruptSeconds,
        double inferSeconds) {
    /** Merges parts of one corruption, at least one: model after model, each with its conditions in order. */
    static RobustnessPart joined(List<RobustnessPart> parts, int models) {
        List<RobustnessRow> rows = new ArrayList<>();
        for (int m = 0; m < models; m++) {
            for (RobustnessPart part : parts) {
                int each = part.rows.size() / models;
                rows.addAll(part.rows.subList(m * each, (m + 1) * each));
            }
        }
        return new RobustnessPart(
                parts.get(0).runId,
                rows,
                parts.get(0).hits,
                parts.stream().mapToLong(RobustnessPart::scored).sum(),
                sum(parts, RobustnessPart::seconds),
                sum(parts, RobustnessPart::corruptSeconds),
                sum(parts, RobustnessPart::inferSeconds));
    }

    /** Returns whether this part is of these models and conditions, and not of another division of the work. */
    boolean isOf(List<EvaluatedModel> models, List<Condition> conditions) {
        List<String> expected = new ArrayList<>();
        for (EvaluatedModel model : models) {
            conditions.forEach(condition -> expected.add(String.format(
                    Locale.ROOT,
                    "%s %s %d %d",
                    model.run(),
                    condition.name(),
                    condition.severity(),
                    condition.repeat())));
        }
        return rows.stream()
                .map(row -> String.format(
                        Locale.ROOT, "%s %s %d %d", row.modelRun(), row.corruption(), row.severity(), row.repeat()))
                .toList()
                .equals(expected);
    }

    private static double sum(List<RobustnessPart> parts, ToDoubleFunction<RobustnessPart> figure) {
        return parts.stream().mapToDouble(figure).sum();
    }
}
