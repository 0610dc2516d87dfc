package org.meanfield.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.config.RecordReader;
import org.meanfield.data.Normalization;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.evaluate.Scoring;
import org.meanfield.job.train.TrainJob;
import org.meanfield.spark.Evaluator;
import org.meanfield.spark.RoundTrainer;
import org.meanfield.spark.Sessions;
import org.meanfield.spark.Training;
import org.meanfield.storage.Progress;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.RoundPlan;
import org.meanfield.train.State;

/**
 * A training on the embedded Spark up to a test accuracy; prints the seconds of the rounds, the first one's reading of the
 * shards included, without start-up and evaluations. {@code src/bench/torch_time_to_accuracy.py} does the same.
 */
final class TimeToAccuracy {
    private static final int STEPS_BETWEEN_TESTS = 100;

    private TimeToAccuracy() {}

    /** Arguments: the target accuracy, a job file and changes to it as of {@code --set}. */
    public static void main(String[] arguments) throws IOException {
        double wanted = Double.parseDouble(arguments[0]);
        List<String> changes = Arrays.asList(arguments).subList(2, arguments.length);
        TrainJob job =
                RecordReader.read(Files.readString(Path.of(arguments[1])), arguments[1], TrainJob.class, changes);
        Splits splits = Splits.open(job.data(), Progress.SILENT);
        int images = splits.count(Split.TRAIN);
        RoundPlan plan = job.train().plan(images);
        Normalization normalization = splits.normalization();
        try (JavaSparkContext context = Sessions.open("time-to-accuracy", Optional.empty())) {
            LearnerSettings learner = job.learner(images);
            Evaluator test = new Evaluator(context, learner, new Scoring(splits, normalization, Split.TEST));
            try (RoundTrainer trainer = new RoundTrainer(
                    context, new Training(job.train(), job.augment(), plan, learner, splits, normalization))) {
                System.out.println(
                        train(trainer, plan, learner.initialState(job.model(), job.initializer()), test, wanted));
            }
        }
    }

    private static String train(RoundTrainer trainer, RoundPlan plan, State initial, Evaluator test, double wanted) {
        State state = initial;
        double seconds = 0;
        for (int round = 0; round < plan.rounds(); round++) {
            long start = System.nanoTime();
            state = trainer.round(state, round).state();
            seconds += (System.nanoTime() - start) / 1e9;
            if (state.steps() % STEPS_BETWEEN_TESTS == 0) {
                double accuracy = test.score(state.model().parameters()).score().accuracy();
                if (accuracy >= wanted) {
                    return String.format(
                            Locale.ROOT, "%.1f s, %d steps, %.2f %%", seconds, state.steps(), 100 * accuracy);
                }
            }
        }
        return "never";
    }
}
