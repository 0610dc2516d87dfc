package org.meanfield.spark;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.augment.Augmentation;
import org.meanfield.data.Normalization;
import org.meanfield.data.Splits;
import org.meanfield.metrics.RoundRow;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.RoundPlan;
import org.meanfield.train.State;
import org.meanfield.train.TrainSettings;

/** Takes the rounds of a job. */
public sealed interface Trainer extends AutoCloseable permits RoundTrainer, Dl4jTrainer {
    /** A round's outcome; its row still lacks what the checkpoint cost. */
    record Outcome(State state, RoundRow row) {}

    /** Takes round {@code round}, from 0, from the state after the rounds before it. */
    Outcome round(State state, int round);

    @Override
    void close();

    /** Returns the one that the settings name. */
    static Trainer of(
            JavaSparkContext context,
            TrainSettings settings,
            List<Augmentation> augment,
            RoundPlan plan,
            LearnerSettings learner,
            Splits splits,
            Normalization normalization) {
        return switch (settings.trainer()) {
            case ROUNDS -> new RoundTrainer(context, settings, augment, plan, learner, splits, normalization);
            case DL4J_PARAMETER_AVERAGING -> new Dl4jTrainer(
                    context, settings, augment, plan, learner, splits, normalization);
        };
    }
}
