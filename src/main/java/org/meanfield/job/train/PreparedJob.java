package org.meanfield.job.train;

import org.meanfield.config.Check;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.spark.Training;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.RoundPlan;
import org.meanfield.train.Selection;
import org.meanfield.train.TrainerKind;

/**
 * A training with its data, of which everything has been checked that can be without a cluster.
 *
 * @param plan which steps and samples belong to which round and worker
 * @param learner what its learners are made from
 */
public record PreparedJob(TrainJob job, OpenData data, RoundPlan plan, LearnerSettings learner) {
    /** With two values of Adam for each, the largest part of a checkpoint is 2 GB, as much as a Java array takes. */
    private static final long MAX_PARAMETERS = 250_000_000;

    /** What a Java array takes. */
    private static final int MAX_PIXELS = Integer.MAX_VALUE - 8;

    /**
     * Checks a job.
     *
     * @param data those of the job
     * @throws org.meanfield.config.InvalidInputException if job and data do not fit together
     */
    public static PreparedJob of(TrainJob asked, OpenData data) {
        Splits splits = data.splits();
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
        job.instructionSet().load();
        LearnerSettings learner = job.learner(images);
        long parameters = learner.summary().parameters();
        Check.that(
                parameters <= MAX_PARAMETERS,
                "model",
                "of %d parameters".formatted(parameters),
                "of at most %d".formatted(MAX_PARAMETERS));
        return new PreparedJob(job, data, plan, learner);
    }

    /** Returns whether all of it can be trained in one task: what DL4J's own trainer does is many. */
    public boolean fitsOneTask() {
        return job.train().trainer() == TrainerKind.ROUNDS;
    }

    /** Checks that a Java array takes the bytes of a shard and the floats of a batch. */
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

    /** Returns {@link TrainJob#runId}. */
    String runId() {
        return job.runId(data.hash());
    }

    /** Returns what its rounds are taken with. */
    public Training training() {
        return new Training(job.train(), job.augment(), plan, learner, data.splits(), data.normalization());
    }
}
