package org.meanfield.spark;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.meanfield.augment.Augmentation;
import org.meanfield.data.Normalization;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.evaluate.Scoring;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.train.Batches;
import org.meanfield.train.Evaluation;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.Recalibration;
import org.meanfield.train.RoundPlan;
import org.meanfield.train.TrainSettings;

/**
 * The constants of a job's rounds, on the driver and the executors.
 *
 * @param settings the training settings
 * @param augment the augmentations of training images, in order
 * @param plan the steps and samples of each round and worker
 * @param learner the settings that learners are created from
 * @param splits the images
 * @param normalization maps pixels to network inputs
 */
public record Training(
        TrainSettings settings,
        List<Augmentation> augment,
        RoundPlan plan,
        LearnerSettings learner,
        Splits splits,
        Normalization normalization)
        implements Serializable {
    /** Returns this with another plan, and learners for its steps. */
    public Training with(RoundPlan otherPlan, LearnerSettings otherLearner) {
        return new Training(settings, augment, otherPlan, otherLearner, splits, normalization);
    }

    /** Returns the recalibration of running statistics, if the job asks for it. */
    Recalibration recalibration() {
        return new Recalibration(
                splits, normalization, settings.batch(), settings.recalibrateBatchNorm(), learner.statistics());
    }

    /** Returns the splits that are scored after each epoch, by their labels in the table, the validation split last. */
    Map<String, Split> everyEpoch() {
        Map<String, Split> scored = new LinkedHashMap<>();
        if (settings.evaluate() == Evaluation.EVERY_EPOCH) {
            scored.put(Split.TRAIN.label(), Split.TRAIN);
            scored.put(EvaluationRow.TEST_EVERY_EPOCH, Split.TEST);
        }
        if (splits.count(Split.VALIDATION) > 0) {
            scored.put(Split.VALIDATION.label(), Split.VALIDATION);
        }
        return scored;
    }

    /** Returns whether it ends early after these evaluations. */
    boolean isOver(List<EvaluationRow> evaluations) {
        return settings.earlyStopping().isOver(evaluations);
    }

    /** Returns whether the state is selected after evaluations of which the first {@code before} are of earlier rounds. */
    boolean selects(List<EvaluationRow> evaluations, int before) {
        List<EvaluationRow> fresh = evaluations.subList(before, evaluations.size());
        return settings.selects(evaluations.subList(0, before), EvaluationRow.lastValidation(fresh));
    }

    /** Returns the scoring of {@code split}. */
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
