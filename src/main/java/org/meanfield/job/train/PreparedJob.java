package org.meanfield.job.train;

import java.util.List;
import org.meanfield.augment.Adversarial;
import org.meanfield.config.Check;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.engine.Engines;
import org.meanfield.spark.Training;
import org.meanfield.train.EarlyStopping;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.RoundPlan;
import org.meanfield.train.Selection;
import org.meanfield.train.TrainerKind;

/**
 * A training job with its data, validated as far as possible without a cluster.
 *
 * @param plan the steps and samples of each round and worker
 * @param learner settings that its learners are created from
 */
public record PreparedJob(TrainJob job, OpenData data, RoundPlan plan, LearnerSettings learner) {
    /** With Adam's two values per parameter, the largest part of a checkpoint is 2 GB, the limit of a Java array. */
    private static final long MAX_PARAMETERS = 250_000_000;

    /** The maximal length of a Java array. */
    private static final int MAX_PIXELS = Integer.MAX_VALUE - 8;

    /**
     * Checks a job.
     *
     * @param whole the job's data set
     * @throws org.meanfield.config.InvalidInputException if job and data do not fit together
     */
    public static PreparedJob of(TrainJob asked, OpenData whole) {
        Splits splits = asked.data().used(whole.splits(), asked.seed());
        OpenData data = new OpenData(splits, whole.hash(), whole.normalization());
        TrainJob job = asked.named(splits.classNames());
        int images = splits.count(Split.TRAIN);
        RoundPlan plan = job.train().plan(images);
        Check.that(
                plan.workers() <= images,
                "train.workers",
                plan.workers(),
                "at most the number of training images, " + images);
        checkSizes(plan, job.data().shape().size());
        Check.that(
                job.train().select() == Selection.LAST || splits.count(Split.VALIDATION) > 0,
                "train.select",
                "best-validation",
                "last where data.validation is 0");
        EarlyStopping stopping = job.train().earlyStopping();
        Check.that(
                !stopping.isOn() || splits.count(Split.VALIDATION) > 0,
                "train.early-stopping.patience",
                stopping.patience(),
                "0 where data.validation is 0");
        job.instructionSet().load();
        LearnerSettings learner = job.learner(images);
        Engines.check(learner);
        if (job.augment().stream().anyMatch(Adversarial.class::isInstance)) {
            Engines.checkInputGradient(learner);
        }
        long parameters = learner.summary().parameters();
        Check.that(
                parameters <= MAX_PARAMETERS,
                "model",
                "of %d parameters".formatted(parameters),
                "of at most %d".formatted(MAX_PARAMETERS));
        return new PreparedJob(job, data, plan, learner);
    }

    /** Returns whether it can be trained in one Spark task, which DL4J's own trainer cannot. */
    public boolean fitsOneTask() {
        return job.train().trainer() == TrainerKind.ROUNDS;
    }

    /** Checks that the bytes of a shard and the floats of a batch fit a Java array. */
    static void checkSizes(RoundPlan plan, int imageSize) {
        int together = MAX_PIXELS / imageSize;
        int fewest = (plan.samples() + together - 1) / together;
        Check.that(
                plan.workers() >= fewest,
                "train.workers",
                plan.workers(),
                "at least %d: each has %,d of these images at most".formatted(fewest, together));
        Check.that(
                plan.batch() <= together,
                "train.batch",
                plan.batch(),
                "at most %,d of these images".formatted(together));
    }

    /** Returns why little can be expected of the training, before it starts. */
    public List<String> warnings() {
        return Warnings.ahead(this);
    }

    /** Returns {@link TrainJob#runId}. */
    String runId() {
        return job.runId(data.hash());
    }

    /** Returns the constants of its rounds. */
    public Training training() {
        return new Training(job.train(), job.augment(), plan, learner, data.splits(), data.normalization());
    }
}
