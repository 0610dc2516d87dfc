package org.meanfield.spark;

import java.util.ServiceLoader;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Names;
import org.meanfield.tables.RoundRow;
import org.meanfield.train.State;
import org.meanfield.train.TrainerKind;

/** Trainer of a job, round by round. */
public interface Trainer extends AutoCloseable {
    /** A round's result; its row lacks the checkpoint's seconds. */
    record RoundResult(State state, RoundRow row) {}

    /** Factory of one kind of trainers; those of packages that a build may leave out are loaded as services. */
    interface Factory {
        /** Returns the kind of trainer that it creates. */
        TrainerKind kind();

        /** Creates a trainer, which the caller closes. */
        Trainer create(JavaSparkContext context, Training training);
    }

    /** Runs round {@code round}, from 0, on the state after the previous round. */
    RoundResult round(State state, int round) throws InterruptedException;

    @Override
    void close();

    /**
     * Creates the trainer that the settings name.
     *
     * @throws InvalidInputException if this build lacks it
     */
    static Trainer of(JavaSparkContext context, Training training) {
        TrainerKind kind = training.settings().trainer();
        return kind == TrainerKind.ROUNDS
                ? new RoundTrainer(context, training)
                : ServiceLoader.load(Factory.class, Trainer.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .filter(factory -> factory.kind() == kind)
                        .findFirst()
                        .orElseThrow(() -> new InvalidInputException(
                                "train.trainer is %s but must be rounds: this build has no dl4j-spark"
                                        .formatted(Names.of(kind))))
                        .create(context, training);
    }
}
