package org.meanfield.job.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.spark.TrainingResult;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.train.RoundPlan;

/** Warnings about trainings that are allowed, and of which little can be expected or learned. */
final class Warnings {
    private static final int FEW_ROUNDS = 5;

    /** Below it the first scoring, which loads classes, decides. */
    private static final double LONG_SECONDS = 5;

    private Warnings() {}

    /** Returns those that job and data give reason for. */
    static List<String> ahead(PreparedJob prepared) {
        List<String> warnings = new ArrayList<>();
        RoundPlan plan = prepared.plan();
        if (plan.rounds() < FEW_ROUNDS) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "the training has fewer than %d rounds, %d: lower train.local-steps or raise train.epochs",
                    FEW_ROUNDS,
                    plan.rounds()));
        }
        int shard = plan.samples() / plan.workers();
        if (shard < 2L * plan.batch()) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "a worker's shard has %,d images, fewer than two batches of %,d: lower train.batch or train.workers",
                    shard,
                    plan.batch()));
        }
        Splits splits = prepared.data().splits();
        for (Split split : Split.values()) {
            if (splits.count(split) > 0) {
                missingClasses(splits, split, warnings);
            }
        }
        return warnings;
    }

    private static void missingClasses(Splits splits, Split split, List<String> warnings) {
        int[] counts = splits.perClass(split);
        List<Integer> missing = IntStream.range(0, counts.length)
                .filter(label -> counts[label] == 0)
                .boxed()
                .toList();
        if (!missing.isEmpty()) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "the %s split has no image of %s %s",
                    split.label(),
                    missing.size() == 1 ? "class" : missing.size() + " classes, the first of them",
                    splits.classNames().get(missing.get(0))));
        }
    }

    /** Returns those that the result of a finished training gives reason for. */
    static List<String> after(PreparedJob prepared, TrainingResult result) {
        List<String> warnings = new ArrayList<>();
        List<RoundRow> rounds = result.end().rounds();
        double first = rounds.get(0).trainLoss();
        if (rounds.size() > 1 && rounds.stream().skip(1).allMatch(row -> row.trainLoss() >= first)) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "the training loss never fell below that of the first round, %.4f: try another train.optimizer.learning-rate",
                    first));
        }
        atChance(RunRecorder.tested(result.end()), prepared.data().splits().perClass(Split.TEST), warnings);
        double training = rounds.stream().mapToDouble(RoundRow::seconds).sum();
        if (result.validationSeconds() > Math.max(training, LONG_SECONDS)) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "scoring the validation split took %.1f s, longer than the rounds, %.1f s: lower data.validation",
                    result.validationSeconds(),
                    training));
        }
        return warnings;
    }

    private static void atChance(EvaluationRow tested, int[] perClass, List<String> warnings) {
        double chance = (double) IntStream.of(perClass).max().orElseThrow() / tested.examples();
        if (tested.low() <= chance) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "the test accuracy is at chance: its 95 %% CI starts at %.2f %%, and the most frequent class is %.2f %% of the images",
                    100 * tested.low(),
                    100 * chance));
        }
    }
}
