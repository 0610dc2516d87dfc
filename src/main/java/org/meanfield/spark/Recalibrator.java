package org.meanfield.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.meanfield.train.Learner;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.Recalibration;
import org.meanfield.train.State;

/** Recalibration of a state's running statistics before scoring, if the job asks for it; see {@link Recalibration}. */
@FunctionalInterface
public interface Recalibrator {
    /** Returns {@code parameters} with the running statistics that belong to them. */
    float[] recalibrated(float[] parameters) throws InterruptedException;

    /** Returns the state with the running statistics that belong to its parameters. */
    default State recalibrated(State state) throws InterruptedException {
        return new State(recalibrated(state.parameters()), state.updater(), state.steps());
    }

    /** Returns a scorer that recalibrates first. */
    default Scorer before(Scorer scorer) {
        return parameters -> scorer.score(recalibrated(parameters));
    }

    /** Returns one that measures its batches on the executors. */
    static Recalibrator over(JavaSparkContext context, Training training) {
        Recalibration recalibration = training.recalibration();
        List<Integer> numbers = recalibration.numbers();
        return parameters -> {
            if (numbers.isEmpty()) {
                return parameters;
            }
            JobNames.set(
                    context,
                    String.format(Locale.ROOT, "measure the running statistics over %d batches", numbers.size()));
            List<float[]> measured = Broadcasts.use(context, parameters, sent -> context.parallelize(
                            numbers, Math.min(numbers.size(), Slots.of(context)))
                    .map(new Measure(training.learner(), recalibration, sent))
                    .collect());
            return recalibration.recalibrated(parameters, measured);
        };
    }

    /** Returns one that measures its batches with {@code learner}, one after the other. */
    static Recalibrator with(Learner learner, Training training) {
        Recalibration recalibration = training.recalibration();
        return parameters -> {
            List<float[]> measured = new ArrayList<>();
            for (int number : recalibration.numbers()) {
                measured.add(recalibration.measured(number, learner, parameters));
            }
            return measured.isEmpty() ? parameters : recalibration.recalibrated(parameters, measured);
        };
    }

    /** Measures one batch, on an executor. */
    record Measure(LearnerSettings learner, Recalibration recalibration, Broadcast<float[]> parameters)
            implements Function<Integer, float[]> {
        @Override
        public float[] call(Integer number) throws InterruptedException {
            return Learners.use(learner, own -> recalibration.measured(number, own, parameters.value()));
        }
    }
}
