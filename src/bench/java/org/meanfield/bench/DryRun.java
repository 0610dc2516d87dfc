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
import org.meanfield.model.InstructionSet;
import org.meanfield.model.NativeLibrary;
import org.meanfield.spark.Evaluator;
import org.meanfield.spark.RoundTrainer;
import org.meanfield.spark.Sessions;
import org.meanfield.spark.Trainer;
import org.meanfield.spark.Training;
import org.meanfield.storage.Progress;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.RoundPlan;
import org.meanfield.train.State;

/** An estimate of a job's duration from its first rounds and one scoring of the test split. */
final class DryRun {
    private static final double SECONDS_PER_HOUR = 3600;

    private DryRun() {}

    /** Arguments: the number of rounds, a job file and changes as of {@code --set}. */
    public static void main(String[] arguments) throws IOException {
        int rounds = Integer.parseInt(arguments[0]);
        List<String> changes = Arrays.asList(arguments).subList(2, arguments.length);
        TrainJob job =
                RecordReader.read(Files.readString(Path.of(arguments[1])), arguments[1], TrainJob.class, changes);
        NativeLibrary.load(InstructionSet.widest());
        try (JavaSparkContext context = Sessions.open("dry-run", Optional.empty())) {
            run(job, rounds, context);
        }
    }

    private static void run(TrainJob job, int rounds, JavaSparkContext context) {
        long start = System.nanoTime();
        Splits splits = Splits.open(job.data(), Progress.SILENT);
        int images = splits.count(Split.TRAIN);
        int tested = splits.count(Split.TEST);
        RoundPlan plan = job.train().plan(images);
        LearnerSettings learner = job.learner(images);
        Normalization normalization = splits.normalization();
        State state = learner.initialState(job.model(), job.initializer());
        say("%,d training and %,d test images, %,d parameters", images, tested, state.parameters().length);
        Training training = new Training(job.train(), job.augment(), plan, learner, splits, normalization);
        double trained = 0;
        double examples = 0;
        try (RoundTrainer trainer = new RoundTrainer(context, training)) {
            for (int round = 0; round < rounds; round++) {
                long before = System.nanoTime();
                Trainer.RoundResult outcome = trainer.round(state, round);
                state = outcome.state();
                double seconds = seconds(before);
                if (!Double.isFinite(outcome.row().trainLoss())) {
                    throw new IllegalStateException(
                            "It diverged in round %d: lower the learning rate".formatted(round + 1));
                }
                say(
                        "round %d of %,d: loss %.3f, %,d images in %.1f s",
                        round + 1,
                        plan.rounds(),
                        outcome.row().trainLoss(),
                        outcome.row().examples(),
                        seconds);
                if (round == 0) {
                    say("  after %.1f s, with the shards read", seconds(start));
                } else {
                    trained += seconds;
                    examples += outcome.row().examples();
                }
            }
            long before = System.nanoTime();
            new Evaluator(context, learner, new Scoring(splits, normalization, Split.TEST)).score(state.parameters());
            double scoring = seconds(before);
            double rate = examples / trained;
            double hours = (double) images * job.train().epochs() / rate / SECONDS_PER_HOUR;
            say("%,.0f images/s without the first round; the test split is scored in %.0f s", rate, scoring);
            say("%d epochs of it take %.1f hours", job.train().epochs(), hours);
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
