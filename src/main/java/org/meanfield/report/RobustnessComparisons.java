package org.meanfield.report;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.meanfield.evaluate.Comparison;
import org.meanfield.evaluate.PairedTest;
import org.meanfield.evaluate.RobustnessFigures;
import org.meanfield.tables.PredictionRow;
import org.meanfield.tables.RobustnessRow;

/**
 * Pairwise tests of models under each corruption: over common seeds, or for single models image by image, from the
 * predictions that the evaluation kept.
 */
final class RobustnessComparisons {
    /** More models would have too many pairs to read. */
    private static final int MOST_COMPARED = 12;
    /** With more conditions, models are compared by corruption. */
    private static final int MOST_CONDITIONS = 20;

    /**
     * A condition, or a mean of several, under which models are compared.
     *
     * @param label label of the condition
     * @param accuracy accuracy of a model
     * @param condition condition in the table of predictions; empty for a mean of several
     */
    private record Setting(String label, ToDoubleFunction<RobustnessFigures> accuracy, String condition) {}

    private record Predicted(String run, String condition) {}

    private final List<ComparedModel> compared;
    private final int leftOut;
    private final RunData evaluation;
    private Optional<Map<Predicted, BitSet>> hits = Optional.empty();

    RobustnessComparisons(List<ComparedModel> compared, RunData evaluation) {
        this.compared = compared.subList(0, Math.min(MOST_COMPARED, compared.size()));
        this.leftOut = compared.size() - this.compared.size();
        this.evaluation = evaluation;
    }

    /** Returns the number of models that are not compared, the least robust ones. */
    int leftOut() {
        return leftOut;
    }

    /** Returns the table of possible comparisons. */
    ComparisonTable table() {
        ComparisonTable table = new ComparisonTable();
        List<Setting> settings = settings();
        for (int i = 0; i < compared.size(); i++) {
            for (int k = i + 1; k < compared.size(); k++) {
                ComparedModel first = compared.get(i);
                ComparedModel second = compared.get(k);
                for (Setting setting : settings) {
                    test(first, second, setting)
                            .ifPresent(test ->
                                    table.add(setting.label(), new Comparison.Pair(first.name(), second.name(), test)));
                }
            }
        }
        return table;
    }

    private List<Setting> settings() {
        RobustnessFigures figures = compared.get(0).models().get(0).figures();
        List<Setting> settings = new ArrayList<>();
        settings.add(new Setting("clean", model -> model.clean().accuracy(), PredictionRow.CLEAN));
        int conditions = figures.corruptions().values().stream()
                .mapToInt(rows -> RobustnessFigures.bySeverity(rows).size())
                .sum();
        figures.corruptions().forEach((corruption, rows) -> {
            Map<Integer, List<RobustnessRow>> severities = RobustnessFigures.bySeverity(rows);
            if (conditions <= MOST_CONDITIONS) {
                severities.forEach((severity, level) -> settings.add(new Setting(
                        "%s %s".formatted(corruption, level.get(0).parameter()),
                        model -> model.accuracy(corruption, severity),
                        String.format(Locale.ROOT, "%s/%d/1", corruption, severity))));
            }
            if (severities.size() > 1) {
                settings.add(new Setting(corruption + ", mean", model -> model.accuracy(corruption), ""));
            }
        });
        if (figures.corruptions().size() > 1) {
            settings.add(new Setting("all corruptions, mean", RobustnessFigures::corruptedAccuracy, ""));
        }
        return settings;
    }

    private Optional<PairedTest> test(ComparedModel first, ComparedModel second, Setting setting) {
        if (first.models().size() == 1 && second.models().size() == 1) {
            return overImages(first.models().get(0), second.models().get(0), setting.condition());
        }
        List<double[]> pairs = new ArrayList<>();
        for (ComparedModel.Model model : first.models()) {
            second.models().stream()
                    .filter(other -> other.seed() == model.seed())
                    .findFirst()
                    .ifPresent(other -> pairs.add(new double[] {
                        setting.accuracy().applyAsDouble(model.figures()),
                        setting.accuracy().applyAsDouble(other.figures())
                    }));
        }
        return pairs.size() < 2
                ? Optional.empty()
                : Optional.of(PairedTest.overSeeds(
                        pairs.stream().mapToDouble(pair -> pair[0]).toArray(),
                        pairs.stream().mapToDouble(pair -> pair[1]).toArray(),
                        first.models().get(0).figures().clean().examples()));
    }

    private Optional<PairedTest> overImages(ComparedModel.Model first, ComparedModel.Model second, String condition) {
        BitSet own = hits().get(new Predicted(first.run(), condition));
        BitSet others = hits().get(new Predicted(second.run(), condition));
        if (own == null || others == null) {
            return Optional.empty();
        }
        int images = (int) first.figures().clean().examples();
        return Optional.of(PairedTest.overImages(flags(own, images), flags(others, images)));
    }

    private static boolean[] flags(BitSet hits, int images) {
        boolean[] flags = new boolean[images];
        hits.stream().forEach(i -> flags[i] = true);
        return flags;
    }

    /** The correctly classified images of each model under each condition with predictions. */
    private Map<Predicted, BitSet> hits() {
        if (hits.isEmpty()) {
            hits = Optional.of(readHits());
        }
        return hits.get();
    }

    private Map<Predicted, BitSet> readHits() {
        Map<Predicted, BitSet> right = new HashMap<>();
        evaluation.results().tables().forEachFile(evaluation.id(), PredictionRow.class, rows -> {
            for (PredictionRow row : rows) {
                Predicted key = new Predicted(row.modelRun(), row.condition());
                right.computeIfAbsent(key, unknown -> new BitSet()).set(row.index(), row.label() == row.predicted());
            }
        });
        return right;
    }
}
