package org.meanfield.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.meanfield.config.RecordReader;
import org.meanfield.job.train.TrainJob;
import org.meanfield.train.State;
import org.meanfield.train.checkpoint.Checkpoint;
import org.meanfield.train.checkpoint.Checkpoints;

/** The time that a checkpoint on the local disk takes, the median of some, for models of some sizes. */
final class CheckpointCost {
    private static final int WARM_UP = 5;
    private static final int CHECKPOINTS = 31;

    private CheckpointCost() {}

    /** Arguments: a name for the lines, and numbers of units of a hidden layer. */
    public static void main(String[] arguments) throws IOException {
        for (String hidden : List.of(arguments).subList(1, arguments.length)) {
            measure(arguments[0], Integer.parseInt(hidden));
        }
    }

    private static void measure(String name, int hidden) throws IOException {
        Setting setting = new Setting(RecordReader.read(
                """
                name: checkpoint-cost
                data: {type: synthetic-digits, train: 2, validation: 0, test: 10}
                model: {type: mlp, hidden: [%d]}
                train: {workers: 1, batch: 1, local-steps: 1, epochs: 1, optimizer: {type: momentum, learning-rate: 0.001}}
                """
                        .formatted(hidden),
                "checkpoint-cost",
                TrainJob.class,
                List.of()));
        State state = setting.initialState();
        Path output = Files.createTempDirectory("checkpoint-cost");
        Checkpoints checkpoints = new Checkpoints(output.toString(), "run", 2);
        double[] millis = new double[CHECKPOINTS];
        for (int i = -WARM_UP; i < CHECKPOINTS; i++) {
            int round = WARM_UP + i + 1;
            Checkpoint point = new Checkpoint(round, state, state, round, List.of(), List.of());
            long start = System.nanoTime();
            checkpoints.write(point, setting.learner().configuration());
            if (i >= 0) {
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        checkpoints.delete();
        System.out.printf(
                Locale.ROOT,
                "| %s | %,d | %.1f MB | %.1f ms |%n",
                name,
                state.parameters().length,
                4e-6 * (state.parameters().length + state.updater().length),
                Setting.median(millis));
    }
}
