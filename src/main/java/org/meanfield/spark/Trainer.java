package org.meanfield.spark;

import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.metrics.RoundRow;
import org.meanfield.train.State;

/** Takes the rounds of a job. */
public sealed interface Trainer extends AutoCloseable permits RoundTrainer, LocalTrainer, Dl4jTrainer {
    /** A round's outcome; its row still lacks what the checkpoint cost. */
    record Outcome(State state, RoundRow row) {}

    /** Takes round {@code round}, from 0, from the state after the rounds before it. */
    Outcome round(State state, int round) throws InterruptedException;

    @Override
    void close();

    /** Returns the one that the settings name. */
    static Trainer of(JavaSparkContext context, Training training) {
        return switch (training.settings().trainer()) {
            case ROUNDS -> new RoundTrainer(context, training);
            case DL4J_PARAMETER_AVERAGING -> new Dl4jTrainer(context, training);
        };
    }
}
