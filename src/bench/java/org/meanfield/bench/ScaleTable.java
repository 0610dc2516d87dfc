package org.meanfield.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.meanfield.bench.ScaleModel.Measured;
import org.meanfield.config.RecordReader;
import org.meanfield.engine.dl4j.Dl4jLearner;
import org.meanfield.job.train.TrainJob;
import org.meanfield.train.Batches;
import org.meanfield.train.Learner;
import org.meanfield.train.State;

/**
 * The efficiency of rounds on clusters that are not here: {@link ScaleModel} with constants from the tables of {@link RoundCost}, a local step's
 * time and its deviation measured here, and a network by its bandwidth alone.
 */
final class ScaleTable {
    private static final int BATCH = 128;
    private static final int LOCAL_STEPS = 50;
    private static final int BLOCKS = 20;
    private static final int BLOCK_STEPS = 10;
    private static final double MEBI = 1 << 20;

    /** Results up to which the driver takes the mean, as by {@code spark.meanfield.driverMean}. */
    private static final double DRIVER_BYTES = 256 * MEBI;

    private static final int[] EXECUTORS = {8, 32, 128, 512, 1000};
    private static final double[] PARAMETERS = {0.5e6, 5e6, 20e6, 100e6};

    private final ScaleModel driver;
    private final ScaleModel executors;
    private final int slots;
    private final double bandwidth;

    private ScaleTable(ScaleModel driver, ScaleModel executors, int slots, double bandwidth) {
        this.driver = driver;
        this.executors = executors;
        this.slots = slots;
        this.bandwidth = bandwidth;
    }

    /** A local step's seconds, and the standard deviation of a block of them by its mean. */
    private record Step(double seconds, double deviation) {}

    /** Arguments: the tables of the driver's mean and of the executors' mean, the slots they were measured on, bytes a second of the network. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<Measured> byDriver = read(arguments[0]);
        List<Measured> byExecutors = read(arguments[1]);
        ScaleTable table = new ScaleTable(
                fitted("the driver's mean", byDriver),
                fitted("the executors' mean", byExecutors),
                Integer.parseInt(arguments[2]),
                Double.parseDouble(arguments[3]));
        Map<Integer, Step> steps = new TreeMap<>();
        System.out.println(
                "\n| parameters of an MLP | a local step of 128 images | deviation of 10 of them |\n|---|---|---|");
        for (int units : new int[] {178, 1600, 6480}) {
            Step step = step(units);
            steps.put(units, step);
            System.out.printf(
                    Locale.ROOT,
                    "| %,d | %.1f ms | %.1f %% |%n",
                    3083 * units + 10,
                    1e3 * step.seconds(),
                    100 * step.deviation());
        }
        table.print(steps);
    }

    /** Reads rows such as {@code | 2 | 550,030 | 4.4 MB | 8 ms | 20 ms | 1 ms | 29 ms |}. */
    private static List<Measured> read(String file) throws IOException {
        List<Measured> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(file))) {
            if (line.matches("\\| \\d.*")) {
                double[] values = Arrays.stream(line.replace(",", "").split("\\|"))
                        .skip(1)
                        .mapToDouble(value -> Double.parseDouble(value.replaceAll("[^0-9.]", "")))
                        .toArray();
                rows.add(new Measured((int) values[0], 1e6 * values[2], values[6] / 1e3));
            }
        }
        return rows;
    }

    /** Fits one, and checks it at the rows of 2 and 8 workers and of 5 million parameters, from which it has nothing. */
    private static ScaleModel fitted(String name, List<Measured> rows) {
        List<Measured> fit = rows.stream().filter(row -> !isCheck(row)).toList();
        ScaleModel model = ScaleModel.of(fit);
        System.out.printf(
                Locale.ROOT,
                "%n%s: %.1f ms + %.2f ms · W + %.2f ns · B + %.2f ns · W · B%n%n"
                        + "| workers | state | measured | by the model | error | |%n|---|---|---|---|---|---|%n",
                name,
                1e3 * model.round(),
                1e3 * model.task(),
                1e9 * model.stateByte(),
                1e9 * model.resultByte());
        for (Measured row : rows) {
            double expected = model.seconds(row.workers(), row.bytes());
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %.1f MB | %.0f ms | %.0f ms | %+.0f %% | %s |%n",
                    row.workers(),
                    row.bytes() / 1e6,
                    1e3 * row.seconds(),
                    1e3 * expected,
                    100 * (expected / row.seconds() - 1),
                    isCheck(row) ? "check" : "fit");
        }
        return model;
    }

    private static boolean isCheck(Measured row) {
        return row.workers() == 2 || row.workers() == 8 || (row.bytes() > 20e6 && row.bytes() < 80e6);
    }

    private static Step step(int units) throws InterruptedException {
        Setting setting = new Setting(RecordReader.read(
                """
                name: step
                data: {type: synthetic-digits, train: 2560, validation: 0, test: 10}
                model: {type: mlp, hidden: [%d]}
                train: {workers: 1, batch: %d, local-steps: 20, epochs: 1000, optimizer: {type: momentum, learning-rate: 0.001}}
                """
                        .formatted(units, BATCH),
                "step",
                TrainJob.class,
                List.of()));
        Batches batches = setting.batches(0);
        double[] seconds = new double[BLOCKS];
        State state = setting.initialState();
        try (Learner learner = new Dl4jLearner(setting.learner())) {
            for (int block = -BLOCKS / 4; block < BLOCKS; block++) { // the first ones warm up
                long start = System.nanoTime();
                learner.localSteps(state, state.steps() + BLOCK_STEPS, 0, batches);
                if (block >= 0) {
                    seconds[block] = (System.nanoTime() - start) / 1e9;
                }
            }
        }
        double mean = Arrays.stream(seconds).average().orElseThrow();
        double variance = Arrays.stream(seconds)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / (BLOCKS - 1);
        return new Step(Setting.median(seconds) / BLOCK_STEPS, Math.sqrt(variance) / mean);
    }

    private void print(Map<Integer, Step> steps) {
        System.out.printf(
                Locale.ROOT,
                "%nOne worker on each executor, %d local steps of %d images, %.2f GB/s:%n%n"
                        + "| executors | parameters | mean by | a round beyond its local steps | efficiency | local steps for 95 %% |%n"
                        + "|---|---|---|---|---|---|%n",
                LOCAL_STEPS,
                BATCH,
                bandwidth / 1e9);
        double deviation =
                steps.values().stream().mapToDouble(Step::deviation).min().orElseThrow();
        for (double parameters : PARAMETERS) {
            double step = seconds(steps, parameters);
            double bytes = 2 * Float.BYTES * parameters; // and a value of momentum for each
            for (int count : EXECUTORS) {
                boolean atDriver = count * bytes <= DRIVER_BYTES;
                double cost = atDriver ? byDriver(count, bytes) : byExecutors(count, bytes);
                // Of normal deviations the largest of n is about sqrt(2 ln n) of them; of a sum of m steps sqrt(m)
                // times smaller by its mean.
                double waiting = deviation * Math.sqrt(2 * Math.log(count) * BLOCK_STEPS / LOCAL_STEPS);
                double local = LOCAL_STEPS * step;
                System.out.printf(
                        Locale.ROOT,
                        "| %,d | %.1f M | %s | %,.0f ms | %.2f | %,.0f |%n",
                        count,
                        parameters / 1e6,
                        atDriver ? "driver" : "executors",
                        1e3 * cost,
                        local / (local * (1 + waiting) + cost),
                        Math.ceil(cost * 0.95 / 0.05 / step));
            }
        }
    }

    /** In proportion to the parameters between and beyond those that were measured. */
    private static double seconds(Map<Integer, Step> steps, double parameters) {
        double perParameter = steps.get(6480).seconds() / (3083.0 * 6480);
        return parameters < 1e6 ? steps.get(178).seconds() * parameters / (3083.0 * 178) : perParameter * parameters;
    }

    /** What was measured is taken as the driver's own work; the state goes to all and comes from all over its link. */
    private double byDriver(int count, double bytes) {
        return driver.seconds(count, bytes) + (2 * bytes + count * bytes) / bandwidth;
    }

    /** The work on results was that of {@code slots}; each executor has that of one. The state goes out, its pieces to all and from all, the mean back. */
    private double byExecutors(int count, double bytes) {
        double each = executors.resultByte() * slots * bytes;
        return executors.seconds(count, bytes) - executors.resultByte() * count * bytes + each + 5 * bytes / bandwidth;
    }
}
