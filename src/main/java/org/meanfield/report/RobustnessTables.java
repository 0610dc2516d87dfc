package org.meanfield.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.meanfield.evaluate.RobustnessFigures;
import org.meanfield.tables.RobustnessRow;
import org.meanfield.tables.RunRow;

/** The tables of a robustness page. */
final class RobustnessTables {
    /** Per model. */
    private static final int WORST_CLASSES = 3;

    private RobustnessTables() {}

    /**
     * Returns the models and cells, in their order.
     *
     * @param reference the run that mean corruption errors are relative to; empty for none
     * @param runs the trainings that there are, for links
     */
    static HtmlTable models(List<ComparedModel> compared, String reference, Map<String, RunRow> runs) {
        HtmlTable table = new HtmlTable(
                "rank#",
                "model",
                "models#",
                "clean#",
                "corrupted#",
                "drop in points#",
                "ECE, clean#",
                "ECE, corrupted#",
                "mCE#");
        Optional<RobustnessFigures> relativeTo = compared.stream()
                .flatMap(contender -> contender.models().stream())
                .filter(model -> model.run().equals(reference))
                .map(ComparedModel.Model::figures)
                .findFirst();
        for (int i = 0; i < compared.size(); i++) {
            ComparedModel contender = compared.get(i);
            table.cell(Integer.toString(i + 1))
                    .markup(Links.of(contender, runs))
                    .cell(Integer.toString(contender.models().size()))
                    .cell(Numbers.percent(
                            contender.over(figures -> figures.clean().accuracy())))
                    .cell(Numbers.percent(contender.over(RobustnessFigures::corruptedAccuracy)))
                    .cell(points(contender
                            .over(figures -> figures.clean().accuracy() - figures.corruptedAccuracy())
                            .mean()))
                    .cell(Numbers.percent(mean(contender.clean(), RobustnessRow::ece)))
                    .cell(Numbers.percent(contender.overCorruptions(rows -> mean(rows, RobustnessRow::ece))))
                    .cell(relativeTo
                            .map(figures -> Numbers.percent(contender.over(
                                    model -> model.meanCorruptionError(figures).orElse(Double.NaN))))
                            .orElse("–"));
        }
        return table;
    }

    /** Returns the deviation between the draws of each random corruption; empty if each was drawn once. */
    static Optional<HtmlTable> draws(List<ComparedModel> compared) {
        HtmlTable table = new HtmlTable("corruption", "model", "accuracy#", "std over draws#", "draws#");
        List<String> drawn = compared.get(0).corruptions().stream()
                .filter(corruption -> deviation(compared.get(0), corruption).isPresent())
                .toList();
        for (String corruption : drawn) {
            for (ComparedModel one : compared) {
                List<RobustnessRow> rows = one.under(corruption);
                table.cell(corruption)
                        .cell(one.name())
                        .cell(Numbers.percent(RobustnessFigures.mean(rows)))
                        .cell(points(deviation(one, corruption).orElseThrow()))
                        .cell(Long.toString(rows.stream()
                                .map(RobustnessRow::repeat)
                                .distinct()
                                .count()));
            }
        }
        return drawn.isEmpty() ? Optional.empty() : Optional.of(table);
    }

    private static OptionalDouble deviation(ComparedModel one, String corruption) {
        return one.models().stream()
                .map(model -> RobustnessFigures.deviation(
                        model.figures().corruptions().get(corruption)))
                .flatMapToDouble(OptionalDouble::stream)
                .average();
    }

    /** Returns the classes of lowest accuracy of each model under corruption, with their worst condition. */
    static HtmlTable worstClasses(List<ComparedModel> compared, ClassNames names) {
        HtmlTable table = new HtmlTable(
                "model", "class", "corrupted accuracy#", "clean accuracy#", "worst condition", "accuracy there#");
        for (ComparedModel one : compared) {
            for (Weak weak : weakest(one)) {
                table.cell(one.name())
                        .cell(names.of(weak.label()))
                        .cell(Numbers.percent(weak.accuracy()))
                        .cell(Numbers.percent(ComparedModel.classAccuracy(one.clean(), weak.label())))
                        .cell(weak.condition())
                        .cell(Numbers.percent(weak.worst()));
            }
        }
        return table;
    }

    private record Weak(int label, double accuracy, String condition, double worst) {}

    private static List<Weak> weakest(ComparedModel one) {
        Map<String, List<RobustnessRow>> conditions = one.conditions();
        return IntStream.range(0, one.classes())
                .filter(label -> one.clean().get(0).classExamples().get(label) > 0)
                .mapToObj(label -> weak(label, one, conditions))
                .sorted(Comparator.comparingDouble(Weak::accuracy))
                .limit(WORST_CLASSES)
                .toList();
    }

    private static Weak weak(int label, ComparedModel one, Map<String, List<RobustnessRow>> conditions) {
        Map.Entry<String, List<RobustnessRow>> worst = conditions.entrySet().stream()
                .min(Comparator.comparingDouble(entry -> ComparedModel.classAccuracy(entry.getValue(), label)))
                .orElseThrow();
        return new Weak(
                label,
                one.overCorruptions(rows -> ComparedModel.classAccuracy(rows, label)),
                worst.getKey(),
                ComparedModel.classAccuracy(worst.getValue(), label));
    }

    /** Returns the metrics of each model under every condition. */
    static HtmlTable conditions(List<ComparedModel> compared) {
        HtmlTable table = new HtmlTable(
                "condition",
                "model",
                "accuracy#",
                "95 % CI (Wilson)#",
                "drop in points#",
                "95 % CI (paired)#",
                "loss#",
                "ECE#",
                "Brier#");
        compared.forEach(one -> row(table, "clean", one, one.clean()));
        List<Map<String, List<RobustnessRow>>> conditions =
                compared.stream().map(ComparedModel::conditions).toList();
        for (String condition : conditions.get(0).keySet()) {
            for (int i = 0; i < compared.size(); i++) {
                row(table, condition, compared.get(i), conditions.get(i).get(condition));
            }
        }
        return table;
    }

    private static void row(HtmlTable table, String images, ComparedModel one, List<RobustnessRow> rows) {
        table.cell(images)
                .cell(one.name())
                .cell(Numbers.percent(mean(rows, RobustnessRow::accuracy)))
                .cell("%s to %s"
                        .formatted(points(mean(rows, RobustnessRow::low)), points(mean(rows, RobustnessRow::high))))
                .cell(points(mean(rows, RobustnessRow::drop)))
                .cell("%s to %s"
                        .formatted(
                                points(mean(rows, RobustnessRow::dropLow)),
                                points(mean(rows, RobustnessRow::dropHigh))))
                .cell(decimals(mean(rows, RobustnessRow::loss)))
                .cell(Numbers.percent(mean(rows, RobustnessRow::ece)))
                .cell(decimals(mean(rows, RobustnessRow::brier)));
    }

    /** Returns the mean of a figure over rows, at least one. */
    static double mean(List<RobustnessRow> rows, ToDoubleFunction<RobustnessRow> figure) {
        return rows.stream().mapToDouble(figure).average().orElseThrow();
    }

    /** Returns a fraction in percentage points, without a sign if it is rounded to zero. */
    static String points(double share) {
        String text = String.format(Locale.ROOT, "%.2f", 100 * share);
        return text.equals("-0.00") ? "0.00" : text;
    }

    private static String decimals(double number) {
        return String.format(Locale.ROOT, "%.4f", number);
    }
}
