package org.meanfield.bench;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.data.Normalization;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.image.LabelledImages;
import org.meanfield.job.train.TrainJob;
import org.meanfield.model.InstructionSet;
import org.meanfield.model.NativeLibrary;
import org.meanfield.spark.RoundTrainer;
import org.meanfield.spark.Training;
import org.meanfield.storage.Progress;
import org.meanfield.train.Batches;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.RoundPlan;
import org.meanfield.train.State;

/** A job and the objects derived from it. */
final class Setting {
    private final TrainJob job;
    private final Splits splits;
    private final RoundPlan plan;
    private final LearnerSettings learner;
    private final Normalization normalization;

    Setting(TrainJob job) {
        this.job = job;
        splits = Splits.open(job.data(), Progress.SILENT);
        plan = job.train().plan(splits.count(Split.TRAIN));
        NativeLibrary.load(InstructionSet.widest());
        learner = job.learner(plan.samples());
        normalization = splits.normalization();
    }

    TrainJob job() {
        return job;
    }

    RoundPlan plan() {
        return plan;
    }

    LearnerSettings learner() {
        return learner;
    }

    State initialState() {
        return learner.initialState(job.model(), job.initializer());
    }

    RoundTrainer trainer(JavaSparkContext context) {
        return new RoundTrainer(context, training(learner));
    }

    /** Returns the inputs of a trainer of this job, with learners of another kind. */
    Training training(LearnerSettings learners) {
        return new Training(job.train(), job.augment(), plan, learners, splits, normalization);
    }

    Batches batches(int worker) {
        LabelledImages images = splits.read(Split.TRAIN, plan.shardStart(worker), plan.shardStart(worker + 1));
        return new Batches(plan, 1, worker, images, normalization, learner.classes(), 0, List.of());
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
