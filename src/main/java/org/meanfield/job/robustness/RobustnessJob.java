package org.meanfield.job.robustness;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.config.Names;
import org.meanfield.config.RecordReader;
import org.meanfield.config.RecordWriter;
import org.meanfield.corrupt.Condition;
import org.meanfield.corrupt.Constants;
import org.meanfield.corrupt.Corruption;
import org.meanfield.corrupt.Suite;
import org.meanfield.corrupt.attack.Attack;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.job.common.JobName;
import org.meanfield.job.common.Options;
import org.meanfield.job.common.RunOutcome;
import org.meanfield.job.train.JobPaths;
import org.meanfield.job.train.TrainJob;
import org.meanfield.storage.Sha256;
import org.meanfield.train.Engine;
import org.meanfield.train.Gpu;

/**
 * Robustness evaluation job: models × corruptions × severities × repeats over a whole split.
 *
 * @param name the start of the run's id: letters, digits, {@code .}, {@code _} and {@code -}
 * @param seed of the noise
 * @param models the models to evaluate
 * @param data the data set; its labels are the models' classes
 * @param split the split of the data set
 * @param corruptions the corruptions of the images; empty for those of {@code suite}
 * @param severities which severities of each corruption, from 1; empty for all, of the suite {@code mnist-c} for the one that
 *     was published; a corruption of a single severity always has that one
 * @param repeats number of draws of each random corruption
 * @param predictions which predictions are written, image by image, to the table {@code predictions}
 * @param reference the run, one of those scored, that the mean corruption error is relative to; empty for none
 * @param instructionSet of the native libraries; {@code native} for the widest that the executors support
 * @param engine the engine of the scoring, whichever trained the models
 * @param suite a list of corruptions in place of {@code corruptions}
 * @param constants the benchmark whose constants are used where a corruption has no severities of its own
 * @param attacks changes of the images that see the model, and the noise that these are compared with
 * @param allowTrainedOn whether models may be tested on corruptions that they were trained on, see {@code augment}
 * @param gpu whether every executor must have a GPU that works
 * @param adapt a second score of each model, adapted to the corrupted images
 */
public record RobustnessJob(
        String name,
        @Default("1") long seed,
        List<Models> models,
        @Default("{type: own}") ScoredData data,
        @Default("test") Split split,
        @Default("[]") List<Corruption> corruptions,
        @Default("[]") List<Integer> severities,
        @Default("1") int repeats,
        @Default("none") Kept predictions,
        @Default("''") String reference,
        @Default("native") TrainJob.Instructions instructionSet,
        @Default(value = "{type: dl4j}", omitted = true) Engine engine,
        @Default(value = "none", omitted = true) Suite suite,
        @Default(value = "by-size", omitted = true) Constants constants,
        @Default(value = "[]", omitted = true) List<Attack> attacks,
        @Default(value = "false", omitted = true) boolean allowTrainedOn,
        @Default(value = "off", omitted = true) Gpu gpu,
        @Default(value = "{}", omitted = true) Adaptation adapt) {
    /** The choices of {@code predictions}. */
    public enum Kept {
        /** No predictions. */
        NONE,
        /** Those of clean images. */
        CLEAN,
        /** Those under every condition. */
        ALL;

        /** Returns whether predictions under {@code condition} are kept. */
        boolean keeps(Condition condition) {
            return switch (this) {
                case NONE -> false;
                case CLEAN -> condition.severity() == 0;
                case ALL -> true;
            };
        }
    }

    private static final int MAX_REPEATS = 1000;

    /** Rows that the driver holds at the end: some 2 kB each. */
    private static final long MAX_ROWS = 200_000;

    /** Checks the name, and that models, corruptions and severities are there. */
    public RobustnessJob {
        JobName.check(name);
        gpu.checkWith(engine);
        Check.that(!models.isEmpty(), "models", "empty", "a list of at least one element");
        Check.that(
                !corruptions.isEmpty() || suite != Suite.NONE,
                "corruptions",
                "empty",
                "a list of at least one element where suite is none");
        Check.that(
                corruptions.isEmpty() || suite == Suite.NONE,
                "suite",
                Names.of(suite),
                "none where corruptions has elements");
        Check.that(
                new HashSet<>(corruptions).size() == corruptions.size(),
                "corruptions",
                "a list with an element twice",
                "a list of different ones");
        Check.that(repeats >= 1 && repeats <= MAX_REPEATS, "repeats", repeats, "in 1 … " + MAX_REPEATS);
        Check.that(
                new HashSet<>(severities).size() == severities.size(),
                "severities",
                severities,
                "a list of different numbers");
        Check.that(
                predictions == Kept.NONE || split != Split.TRAIN,
                "predictions",
                Names.of(predictions),
                "none where split is train, whose images are read in an order of their own");
        Check.that(
                new HashSet<>(attacks).size() == attacks.size(),
                "attacks",
                "a list with an element twice",
                "a list of different ones");
        ChosenSeverities.check(severities, chosen(corruptions, suite), attacks);
        attacks = List.copyOf(attacks);
        models = List.copyOf(models);
        corruptions = List.copyOf(corruptions);
        severities = List.copyOf(severities);
    }

    /** Checks that the corruptions can be applied to a split. */
    void checkFits(Splits splits) {
        chosen().forEach(corruption -> corruption.checkFits(splits, split));
    }

    /** Returns the corruptions, those of the suite if it names one. */
    List<Corruption> chosen() {
        return chosen(corruptions, suite);
    }

    private static List<Corruption> chosen(List<Corruption> corruptions, Suite suite) {
        return suite == Suite.NONE ? corruptions : suite.corruptions();
    }

    /** Returns the job with absolute paths, which are valid in any working folder. */
    RobustnessJob located() {
        ObjectNode tree = (ObjectNode) RecordWriter.toTree(this);
        if (data instanceof ScoredData.Other) {
            JobPaths.locateData(tree.withObject("/data/dataset"));
        }
        tree.withArray("/models").forEach(one -> JobPaths.locate((ObjectNode) one, List.of("path", "output")));
        tree.withArray("/corruptions").forEach(one -> JobPaths.locate((ObjectNode) one, List.of("images", "labels")));
        return RecordReader.read(tree.toString(), "The job of " + name, RobustnessJob.class, List.of());
    }

    /**
     * Checks that the table will not be too long.
     *
     * @throws org.meanfield.config.InvalidInputException if it will be
     */
    void checkSize(int scored) {
        long each = Conditions.of(this).stream().mapToLong(List::size).sum();
        Check.that(
                scored * each <= MAX_ROWS,
                "models × corruptions × severities × repeats",
                String.format(Locale.ROOT, "%,d", scored * each),
                String.format(Locale.ROOT, "at most %,d: %,d models under %,d conditions", MAX_ROWS, scored, each));
    }

    /** Returns {@code <name>-<8 hex digits>} of the SHA-256 of the resolved job and of what it is applied to. */
    String runId(String appliedTo) {
        return name + "-" + Sha256.of(RecordWriter.toJson(this) + appliedTo).substring(0, 8);
    }

    /**
     * Scores.
     *
     * @throws org.meanfield.config.InvalidInputException if job, models and data do not fit together, or there is nothing to
     *     resume from
     */
    public RunOutcome run(Options options) throws InterruptedException {
        return RobustnessRun.of(this, options).run();
    }
}
