package org.meanfield.spark;

import java.io.Serializable;
import java.util.List;
import org.meanfield.augment.Augmentation;
import org.meanfield.data.Normalization;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.evaluate.Scoring;
import org.meanfield.train.Batches;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.Recalibration;
import org.meanfield.train.RoundPlan;
import org.meanfield.train.TrainSettings;

/**
 * What the rounds of a job are taken with, the same in every round, on the driver and on the executors.
 *
 * @param settings how to train
 * @param augment what happens to training images, in that order
 * @param plan which steps and samples belong to which round and worker
 * @param learner what learners are made from
 * @param splits where the images come from
 * @param normalization what the network sees of them
 */
public record Training(
        TrainSettings settings,
        List<Augmentation> augment,
        RoundPlan plan,
        LearnerSettings learner,
        Splits splits,
        Normalization normalization)
        implements Serializable {
    /** Returns how the running statistics of a state are measured anew, if they are. */
    Recalibration recalibration() {
        return new Recalibration(
                splits, normalization, settings.batch(), settings.recalibrateBatchNorm(), learner.statistics());
    }

    /** Returns how models are scored on {@code split}. */
    Scoring scoring(Split split) {
        return new Scoring(splits, normalization, split);
    }

    /** Returns the batches of a shard. */
    public Batches batches(Shard shard) {
        return new Batches(
                plan,
                learner.seed(),
                shard.worker(),
                shard.images(),
                normalization,
                learner.classes(),
                settings.labelSmoothing(),
                augment);
    }
}
