package org.meanfield.spark.dl4j;

import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.spark.Trainer;
import org.meanfield.spark.Training;
import org.meanfield.train.TrainerKind;

/** The service by which {@code trainer: dl4j-parameter-averaging} finds {@link Dl4jTrainer}. */
public final class Dl4jTrainerFactory implements Trainer.Factory {
    @Override
    public TrainerKind kind() {
        return TrainerKind.DL4J_PARAMETER_AVERAGING;
    }

    @Override
    public Trainer create(JavaSparkContext context, Training training) {
        return new Dl4jTrainer(context, training);
    }
}
