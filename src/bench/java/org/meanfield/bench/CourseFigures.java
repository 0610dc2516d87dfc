package org.meanfield.bench;

import java.util.List;
import java.util.Locale;
import org.meanfield.report.Results;
import org.meanfield.report.RunData;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RunRow;

/** {@code CourseFigures OUTPUT}: a line for each training under an output root. */
final class CourseFigures {
    private static final double INTERPOLATED = 0.999;

    private CourseFigures() {}

    public static void main(String[] arguments) {
        Results results = new Results(arguments[0]);
        System.out.printf(
                Locale.ROOT, "%-24s %-44s %8s %8s %24s %s%n", "job", "cell", "changed", "train", "test", "epochs");
        for (String id : results.runs().keySet()) {
            RunData run = results.run(id);
            run.tested().ifPresent(test -> print(run, test));
        }
    }

    private static void print(RunData run, EvaluationRow test) {
        RunRow row = run.row();
        List<EvaluationRow> train = run.evaluations("train");
        System.out.printf(
                Locale.ROOT,
                "%-24s %-44s %7.2f%% %7.2f%% %6.2f%% (%5.2f to %5.2f%%) %s%n",
                row.name(),
                row.cell(),
                100 * row.changedLabels(),
                100 * train.get(train.size() - 1).accuracy(),
                100 * test.accuracy(),
                100 * test.low(),
                100 * test.high(),
                train.stream()
                        .filter(one -> one.accuracy() >= INTERPOLATED)
                        .findFirst()
                        .map(one -> "train accuracy at least 99.9 % after epoch " + one.epoch())
                        .orElse("not interpolated"));
    }
}
