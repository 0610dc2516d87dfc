package org.meanfield.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.config.RecordReader;
import org.meanfield.job.train.TrainJob;
import org.meanfield.model.Networks;
import org.meanfield.model.StockLayers;
import org.meanfield.spark.RoundTrainer;
import org.meanfield.spark.Trainer;
import org.meanfield.spark.dl4j.Dl4jTrainer;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.State;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A comparison of the rounds with DL4J's {@code ParameterAveragingTrainingMaster}, an epoch of the same job each, in turns: with
 * Meanfield's network in both, and with DL4J's own layers and optimizer in the latter, as in stock DL4J.
 */
final class StockTrainer {
    private static final int TURNS = 3;

    private StockTrainer() {}

    /** Arguments: a job file and changes to it as of {@code --set}. */
    static void compare(JavaSparkContext context, List<String> arguments) throws IOException, InterruptedException {
        Setting setting = setting(arguments, "rounds");
        Setting theirs = setting(arguments, "dl4j-parameter-averaging");
        double[][] speeds = new double[3][TURNS];
        try (RoundTrainer rounds = setting.trainer(context);
                Dl4jTrainer trainer = new Dl4jTrainer(context, theirs.training(theirs.learner()));
                Dl4jTrainer all = new Dl4jTrainer(context, theirs.training(stock(theirs)))) {
            for (int turn = -1; turn < TURNS; turn++) { // the first to warm up
                double[] now = {epoch(setting, rounds), epoch(theirs, trainer), epoch(theirs, all)};
                for (int i = 0; i < now.length && turn >= 0; i++) {
                    speeds[i][turn] = now[i];
                }
            }
        }
        double rounds = Setting.median(speeds[0]);
        double trainer = Setting.median(speeds[1]);
        double all = Setting.median(speeds[2]);
        System.out.println("| job | rounds | DL4J's trainer | ratio | DL4J's trainer, layers and optimizer | ratio |");
        System.out.println("|---|---|---|---|---|---|");
        System.out.printf(
                Locale.ROOT,
                "| %s, %d local steps of %d | %,.0f | %,.0f | %.1f | %,.0f | %.1f |%n",
                setting.job().name(),
                setting.job().train().localSteps(),
                setting.job().train().batch(),
                rounds,
                trainer,
                rounds / trainer,
                all,
                rounds / all);
    }

    /** DL4J's layers, with as many values of optimizer state. */
    private static LearnerSettings stock(Setting setting) {
        LearnerSettings own = setting.learner();
        String network = StockLayers.of(Networks.configuration(
                        setting.job().model(), own.shape(), own.classes(), builder -> builder.updater(new Adam(0.001))))
                .toJson();
        return new LearnerSettings(network, own.shape(), own.classes(), own.clipping(), own.seed(), own.engine());
    }

    private static Setting setting(List<String> arguments, String trainer) throws IOException {
        String file = arguments.get(0);
        List<String> changes = new ArrayList<>(arguments.subList(1, arguments.size()));
        changes.add("train.trainer=" + trainer);
        return new Setting(RecordReader.read(Files.readString(Path.of(file)), file, TrainJob.class, changes));
    }

    /** Runs the rounds of the first epoch; returns its images per second. */
    private static double epoch(Setting setting, Trainer trainer) throws InterruptedException {
        State state = setting.initialState();
        long start = System.nanoTime();
        for (int round = 0; round == 0 || !setting.plan().endsEpoch(round - 1); round++) {
            state = trainer.round(state, round).state();
        }
        return setting.plan().samples() / ((System.nanoTime() - start) / 1e9);
    }
}
