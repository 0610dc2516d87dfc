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

/** The longer tables of the page of an evaluation of robustness. */
final class RobustnessTables {
    /** Of each contender. */
    private static final int WORST_CLASSES = 3;

    private RobustnessTables() {}

    /** Returns how much the draws of each random corruption differ; empty where each was drawn once. */
    static Optional<HtmlTable> draws(List<ComparedModel> contenders) {
        HtmlTable table = new HtmlTable("images", "model", "right#", "deviation over draws#", "draws#");
        List<String> drawn = contenders.get(0).corruptions().stream()
                .filter(corruption -> deviation(contenders.get(0), corruption).isPresent())
                .toList();
        for (String corruption : drawn) {
            for (ComparedModel contender : contenders) {
                List<RobustnessRow> rows = contender.under(corruption);
                table.cell(corruption)
                        .cell(contender.name())
                        .cell(Numbers.percent(RobustnessFigures.mean(rows)))
                        .cell(points(deviation(contender, corruption).orElseThrow()))
                        .cell(Long.toString(rows.stream()
                                .map(RobustnessRow::repeat)
                                .distinct()
                                .count()));
            }
        }
        return drawn.isEmpty() ? Optional.empty() : Optional.of(table);
    }

    private static OptionalDouble deviation(ComparedModel contender, String corruption) {
        return contender.models().stream()
                .map(model -> RobustnessFigures.deviation(
                        model.figures().corruptions().get(corruption)))
                .flatMapToDouble(OptionalDouble::stream)
                .average();
    }

    /** Returns the classes of which each contender has fewest right under corruption, and where they are worst. */
    static HtmlTable worstClasses(List<ComparedModel> contenders) {
        HtmlTable table = new HtmlTable(
                "model", "class#", "right under corruption#", "right as they are#", "worst under", "right there#");
        for (ComparedModel contender : contenders) {
            for (Weak weak : weakest(contender)) {
                table.cell(contender.name())
                        .cell(Integer.toString(weak.label()))
                        .cell(Numbers.percent(weak.accuracy()))
                        .cell(Numbers.percent(ComparedModel.classAccuracy(contender.clean(), weak.label())))
                        .cell(weak.condition())
                        .cell(Numbers.percent(weak.worst()));
            }
        }
        return table;
    }

    private record Weak(int label, double accuracy, String condition, double worst) {}

    private static List<Weak> weakest(ComparedModel contender) {
        List<RobustnessRow> corrupted = contender.corrupted();
        Map<String, List<RobustnessRow>> conditions = contender.conditions();
        return IntStream.range(0, contender.classes())
                .filter(label -> corrupted.get(0).classExamples().get(label) > 0)
                .mapToObj(label -> weak(label, corrupted, conditions))
                .sorted(Comparator.comparingDouble(Weak::accuracy))
                .limit(WORST_CLASSES)
                .toList();
    }

    private static Weak weak(int label, List<RobustnessRow> corrupted, Map<String, List<RobustnessRow>> conditions) {
        Map.Entry<String, List<RobustnessRow>> worst = conditions.entrySet().stream()
                .min(Comparator.comparingDouble(entry -> ComparedModel.classAccuracy(entry.getValue(), label)))
                .orElseThrow();
        return new Weak(
                label,
                ComparedModel.classAccuracy(corrupted, label),
                worst.getKey(),
                ComparedModel.classAccuracy(worst.getValue(), label));
    }

    /** Returns every condition of each contender with its figures. */
    static HtmlTable conditions(List<ComparedModel> contenders) {
        HtmlTable table = new HtmlTable(
                "images",
                "model",
                "right#",
                "Wilson 95 %#",
                "points lost#",
                "paired 95 %#",
                "loss#",
                "calibration#",
                "Brier#");
        contenders.forEach(contender -> row(table, "clean", contender, contender.clean()));
        List<Map<String, List<RobustnessRow>>> conditions =
                contenders.stream().map(ComparedModel::conditions).toList();
        for (String condition : conditions.get(0).keySet()) {
            for (int i = 0; i < contenders.size(); i++) {
                row(table, condition, contenders.get(i), conditions.get(i).get(condition));
            }
        }
        return table;
    }

    private static void row(HtmlTable table, String images, ComparedModel contender, List<RobustnessRow> rows) {
        table.cell(images)
                .cell(contender.name())
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

    /** Returns a share in points of a hundred. */
    static String points(double share) {
        return String.format(Locale.ROOT, "%.2f", 100 * share);
    }

    private static String decimals(double number) {
        return String.format(Locale.ROOT, "%.4f", number);
    }
}
