package org.meanfield.job.robustness;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.meanfield.corrupt.Condition;
import org.meanfield.tables.RobustnessRow;

/**
 * What a group of models has come to under some conditions of one corruption: so much is lost at most when a run is stopped.
 *
 * @param runId whose part it is
 * @param rows of the table, model after model
 * @param hits of each model, which images are right, as {@link java.util.BitSet#toByteArray} has them; none where the images
 *     are corrupted
 * @param scored how many times an image was put before a model
 * @param seconds it took
 * @param corruptSeconds of all cores, for making corrupted images
 * @param inferSeconds of all cores, for putting them before models
 */
record RobustnessPart(
        String runId,
        List<RobustnessRow> rows,
        List<byte[]> hits,
        long scored,
        double seconds,
        double corruptSeconds,
        double inferSeconds) {
    /** Returns parts of one corruption, at least one, as one: model after model, of each the conditions in their order. */
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

    /** Returns whether it is what these models have come to under these conditions, and not under others that were scored at once. */
    boolean isOf(List<EvaluatedModel> subjects, List<Condition> conditions) {
        List<String> expected = new ArrayList<>();
        for (EvaluatedModel subject : subjects) {
            conditions.forEach(condition -> expected.add("%s %s %d %d"
                    .formatted(subject.run(), condition.name(), condition.severity(), condition.repeat())));
        }
        return rows.stream()
                .map(row -> "%s %s %d %d".formatted(row.modelRun(), row.corruption(), row.severity(), row.repeat()))
                .toList()
                .equals(expected);
    }

    private static double sum(List<RobustnessPart> parts, ToDoubleFunction<RobustnessPart> figure) {
        return parts.stream().mapToDouble(figure).sum();
    }
}
