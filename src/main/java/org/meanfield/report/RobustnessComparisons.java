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

/**
 * Pairwise tests of models: over common seeds, or for single models image by image, from the predictions that the
 * evaluation kept. Models are compared on clean images and on corrupted ones as a whole, and those that differ there under each
 * corruption.
 */
final class RobustnessComparisons {
    /** More models would have too many pairs to read. */
    private static final int MOST_COMPARED = 12;
    /** With more conditions, models are compared by corruption. */
    private static final int MOST_CONDITIONS = 20;

    private static final Setting CLEAN =
            new Setting("clean", model -> model.clean().accuracy(), List.of(List.of(PredictionRow.CLEAN)));

    /**
     * A condition, or a mean of several, under which models are compared.
     *
     * @param label label of the condition
     * @param accuracy accuracy of a model
     * @param conditions conditions in the table of predictions: the mean is over the lists, and over the conditions of each
     */
    private record Setting(String label, ToDoubleFunction<RobustnessFigures> accuracy, List<List<String>> conditions) {
        boolean isOne() {
            return conditions.size() == 1 && conditions.get(0).size() == 1;
        }
    }

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
        List<Setting> settings = settings();
        List<Comparison.Pair> clean = new ArrayList<>();
        List<Comparison.Nested> corrupted = new ArrayList<>();
        for (int i = 0; i < compared.size(); i++) {
            for (int k = i + 1; k < compared.size(); k++) {
                ComparedModel first = compared.get(i);
                ComparedModel second = compared.get(k);
                test(first, second, CLEAN).ifPresent(clean::add);
                List<Comparison.Pair> pairs = settings.stream()
                        .flatMap(setting -> test(first, second, setting).stream())
                        .toList();
                if (pairs.size() == settings.size()) {
                    corrupted.add(new Comparison.Nested(pairs.get(0), pairs.subList(1, pairs.size())));
                }
            }
        }
        ComparisonTable table = new ComparisonTable();
        Comparison.of(clean).forEach(comparison -> table.add(CLEAN.label(), comparison));
        for (List<Comparison> nested : Comparison.ofNested(corrupted)) {
            for (int i = 0; i < nested.size(); i++) {
                table.add(settings.get(i).label(), nested.get(i));
            }
        }
        return table;
    }

    /** The corrupted images as a whole, and then its parts, if there are several. */
    private List<Setting> settings() {
        RobustnessFigures figures = compared.get(0).models().get(0).figures();
        int conditions = figures.corruptions().values().stream()
                .mapToInt(rows -> RobustnessFigures.bySeverity(rows).size())
                .sum();
        List<Setting> means = new ArrayList<>();
        List<Setting> single = new ArrayList<>();
        figures.corruptions().forEach((corruption, rows) -> {
            List<Setting> levels = new ArrayList<>();
            RobustnessFigures.bySeverity(rows)
                    .forEach((severity, level) -> levels.add(new Setting(
                            "%s %s".formatted(corruption, level.get(0).parameter()),
                            model -> model.accuracy(corruption, severity),
                            List.of(List.of(String.format(Locale.ROOT, "%s/%d/1", corruption, severity))))));
            if (levels.size() == 1) {
                means.addAll(levels);
            } else {
                means.add(mean(corruption + ", mean", model -> model.accuracy(corruption), levels));
                single.addAll(levels);
            }
        });
        List<Setting> settings = new ArrayList<>(means);
        if (means.size() > 1) {
            settings.add(0, mean("all corruptions, mean", RobustnessFigures::corruptedAccuracy, means));
        }
        if (conditions <= MOST_CONDITIONS) {
            settings.addAll(single);
        }
        return settings;
    }

    private static Setting mean(String label, ToDoubleFunction<RobustnessFigures> accuracy, List<Setting> of) {
        return new Setting(
                label,
                accuracy,
                of.stream()
                        .map(setting -> setting.conditions().stream()
                                .flatMap(List::stream)
                                .toList())
                        .toList());
    }

    private Optional<Comparison.Pair> test(ComparedModel first, ComparedModel second, Setting setting) {
        if (first.models().size() == 1 && second.models().size() == 1) {
            return overImages(first, second, setting);
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
                : Optional.of(new Comparison.Pair(
                        first.name(),
                        second.name(),
                        PairedTest.overSeeds(
                                pairs.stream().mapToDouble(pair -> pair[0]).toArray(),
                                pairs.stream().mapToDouble(pair -> pair[1]).toArray(),
                                first.models().get(0).figures().clean().examples())));
    }

    private Optional<Comparison.Pair> overImages(ComparedModel first, ComparedModel second, Setting setting) {
        Optional<double[]> own = shares(first, setting);
        Optional<double[]> others = shares(second, setting);
        if (own.isEmpty() || others.isEmpty()) {
            return Optional.empty();
        }
        PairedTest test = setting.isOne()
                ? PairedTest.overImages(flags(own.get()), flags(others.get()))
                : PairedTest.overImages(own.get(), others.get());
        return Optional.of(new Comparison.Pair(first.nameOfOne(), second.nameOfOne(), test));
    }

    /** In what share of the conditions the model is right about each image; empty where predictions were not kept. */
    private Optional<double[]> shares(ComparedModel one, Setting setting) {
        ComparedModel.Model model = one.models().get(0);
        double[] shares = new double[(int) model.figures().clean().examples()];
        for (List<String> conditions : setting.conditions()) {
            for (String condition : conditions) {
                BitSet right = hits().get(new Predicted(model.run(), condition));
                if (right == null) {
                    return Optional.empty();
                }
                double share = 1.0 / (setting.conditions().size() * conditions.size());
                right.stream().forEach(i -> shares[i] += share);
            }
        }
        return Optional.of(shares);
    }

    private static boolean[] flags(double[] shares) {
        boolean[] flags = new boolean[shares.length];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = shares[i] > 0;
        }
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
