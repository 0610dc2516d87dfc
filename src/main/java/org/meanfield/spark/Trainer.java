package org.meanfield.spark;

import java.util.ServiceLoader;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Names;
import org.meanfield.tables.RoundRow;
import org.meanfield.train.State;
import org.meanfield.train.TrainerKind;

/** Takes the rounds of a job. */
public interface Trainer extends AutoCloseable {
    /** A round's result; its row still lacks what the checkpoint cost. */
    record RoundResult(State state, RoundRow row) {}

    /** Makes trainers of one kind; those of packages that a build may leave out are found as services. */
    interface Factory {
        /** Returns the kind that it makes. */
        TrainerKind kind();

        /** Creates a trainer, which the caller closes. */
        Trainer create(JavaSparkContext context, Training training);
    }

    /** Takes round {@code round}, from 0, from the state after the rounds before it. */
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
