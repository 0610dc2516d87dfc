package org.meanfield.train.optimizer;

import org.meanfield.config.Check;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;

/**
 * The learning rate of each local step as a DL4J schedule: {@code base} · factor of the schedule. It depends on the
 * iteration alone, so a resumed training needs only its iteration count.
 */
record LearningRate(
        double base,
        // Which schedule it is, in DL4J's JSON.
        @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, property = "@class") Schedule schedule,
        long totalSteps)
        implements ISchedule {
    LearningRate {
        Check.that(
                schedule.warmUp() < totalSteps,
                "train.schedule.warm-up",
                schedule.warmUp(),
                "less than %d, the local steps of a worker".formatted(totalSteps));
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        return base * schedule.factor(iteration, totalSteps);
    }

    @Override
    public LearningRate clone() {
        return this;
    }
}
