package org.meanfield.train;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.config.Names;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.train.optimizer.Optimizer;
import org.meanfield.train.optimizer.Schedule;

/**
 * Settings of the training.
 *
 * @param workers logical workers, at least 1; Spark decides where they run
 * @param batch batch size of a local step, at least 1
 * @param localSteps local steps between two averages, at least 1
 * @param localStepsWarmUp local steps at the start that are averaged one by one, not negative; see {@link RoundPlan}
 * @param epochs passes over the training data, at least 1
 * @param optimizer the optimizer of the local steps
 * @param schedule the learning rate schedule, in local steps
 * @param gradientClipping bounds the gradient of each local step
 * @param labelSmoothing ε in [0, 1)
 * @param averaging the outer step
 * @param averageLast last rounds whose states are averaged to the result, see {@link OuterStep}; 0 for no averaging
 * @param recalibrateBatchNorm training batches that recalibrate batch norm's running statistics before a state is
 *     scored, see {@link Recalibration}; 0 scores with the averaged ones
 * @param updater how a round treats the optimizer's state
 * @param select the state that is selected as the result
 * @param trainer the implementation of the rounds
 * @param evaluate when the test split is scored
 * @param extend whether {@code train --resume} continues the same job of fewer epochs, under a run id of its own; the schedule
 *     is that of all {@code epochs}, so that the learning rate goes on where the longer schedule is at that step
 * @param earlyStopping ends the training once the validation shows no improvement, and selects the best state
 */
public record TrainSettings(
        @Default("2") int workers,
        @Default("64") int batch,
        @Default("20") int localSteps,
        @Default("0") int localStepsWarmUp,
        int epochs,
        Optimizer optimizer,
        @Default("{type: constant}") Schedule schedule,
        @Default("{type: none}") GradientClipping gradientClipping,
        @Default("0") double labelSmoothing,
        @Default("{type: mean}") Averaging averaging,
        @Default("0") int averageLast,
        @Default("0") int recalibrateBatchNorm,
        @Default("average") UpdaterPolicy updater,
        @Default("last") Selection select,
        @Default("rounds") TrainerKind trainer,
        @Default(value = "at-end", omitted = true) Evaluation evaluate,
        @Default(value = "false", omitted = true) boolean extend,
        @Default(value = "{}", omitted = true) EarlyStopping earlyStopping)
        implements Serializable {
    private static final EarlyStopping BY_ACCURACY =
            new EarlyStopping(0, EarlyStopping.Unit.EPOCHS, EarlyStopping.Metric.ACCURACY, 0);

    /** Checks the ranges. */
    public TrainSettings {
        Check.that(workers > 0, "workers", workers, "positive");
        Check.that(batch > 0, "batch", batch, "positive");
        Check.that(localSteps > 0, "local-steps", localSteps, "positive");
        Check.that(localStepsWarmUp >= 0, "local-steps-warm-up", localStepsWarmUp, "0 or more");
        Check.that(epochs > 0, "epochs", epochs, "positive");
        Check.that(averageLast >= 0, "average-last", averageLast, "0 or more");
        Check.that(
                averageLast == 0 || !(averaging instanceof EmaAveraging),
                "average-last",
                averageLast,
                "0 with averaging ema, which already averages");
        Check.that(
                !extend || averageLast == 0,
                "extend",
                extend,
                "false with average-last, since the average of the shorter run would stay in it");
        Check.that(recalibrateBatchNorm >= 0, "recalibrate-batch-norm", recalibrateBatchNorm, "0 or more");
        Check.that(
                !earlyStopping.isOn() || select == Selection.LAST,
                "select",
                Names.of(select),
                "last with early-stopping, which selects the best state itself");
        boolean plain = averaging instanceof MeanAveraging
                && averageLast == 0
                && localStepsWarmUp == 0
                && gradientClipping instanceof GradientClipping.None;
        Check.that(
                trainer == TrainerKind.ROUNDS || plain,
                "trainer",
                Names.of(trainer),
                "rounds for averaging other than mean, average-last, local-steps-warm-up and gradient-clipping");
        Check.that(labelSmoothing >= 0 && labelSmoothing < 1, "label-smoothing", labelSmoothing, "in [0, 1)");
    }

    /**
     * Returns the plan of a job with {@code samples} training images.
     *
     * @throws org.meanfield.config.InvalidInputException if there are more steps than DL4J can count, the warm-up is
     *     not shorter than the training, there are fewer rounds than {@code average-last}, or fewer batches than {@code
     *     recalibrate-batch-norm}
     */
    public RoundPlan plan(int samples) {
        RoundPlan plan = new RoundPlan(samples, workers, batch, localSteps, epochs, localStepsWarmUp);
        Check.that(
                plan.totalSteps() <= Integer.MAX_VALUE,
                "train.epochs",
                epochs,
                "less: a worker would take %d local steps of at most %d"
                        .formatted(plan.totalSteps(), Integer.MAX_VALUE));
        Check.that(
                localStepsWarmUp < plan.totalSteps(),
                "train.local-steps-warm-up",
                localStepsWarmUp,
                "less than %d, the local steps of a worker".formatted(plan.totalSteps()));
        Check.that(
                averageLast <= plan.rounds(),
                "train.average-last",
                averageLast,
                "at most %d, the rounds of the job".formatted(plan.rounds()));
        Check.that(
                (long) recalibrateBatchNorm * batch <= samples,
                "train.recalibrate-batch-norm",
                recalibrateBatchNorm,
                "at most %d, the full batches of the training split".formatted(samples / batch));
        return trainer == TrainerKind.ROUNDS
                ? plan
                // DL4J does not expose what happens within an epoch.
                : new RoundPlan(samples, workers, batch, plan.stepsPerEpoch(), epochs, 0);
    }

    /** Returns these settings with other epochs. */
    public TrainSettings lasting(int otherEpochs, boolean otherExtend) {
        return new TrainSettings(
                workers,
                batch,
                localSteps,
                localStepsWarmUp,
                otherEpochs,
                optimizer,
                schedule,
                gradientClipping,
                labelSmoothing,
                averaging,
                averageLast,
                recalibrateBatchNorm,
                updater,
                select,
                trainer,
                evaluate,
                otherExtend,
                earlyStopping);
    }

    /**
     * Returns whether the state is selected as the result after a round.
     *
     * @param before the evaluations before the round
     * @param now that of the validation split after it; empty if there is none
     */
    public boolean selects(List<EvaluationRow> before, Optional<EvaluationRow> now) {
        if (earlyStopping.isOn()) {
            return now.filter(row -> earlyStopping.isBest(before, row)).isPresent();
        }
        return select == Selection.LAST
                || now.filter(row -> BY_ACCURACY.isBest(before, row)).isPresent();
    }

    /** Returns the learning rate of a local step, counted from 0, of {@code totalSteps}. */
    public double learningRate(long step, long totalSteps) {
        return optimizer.learningRate() * schedule.factor(step, totalSteps);
    }
}
