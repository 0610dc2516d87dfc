package org.meanfield.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.config.RecordReader;
import org.meanfield.engine.dl4j.Dl4jLearner;
import org.meanfield.job.train.TrainJob;
import org.meanfield.spark.RoundTrainer;
import org.meanfield.spark.Sessions;
import org.meanfield.tables.RoundRow;
import org.meanfield.train.Batches;
import org.meanfield.train.Learner;
import org.meanfield.train.State;

/**
 * The cost of a round besides its local steps: {@code table} by workers and parameters, a row each; {@code spark} against two
 * learners side by side without Spark, in turns; {@code stock} against DL4J's own trainer. The master is Spark's own setting, {@code spark.master}.
 */
final class RoundCost {
    private static final int WARM_UP = Integer.getInteger("warm-up", 5);
    private static final int ROUNDS = 15;
    private static final int TURNS = 5;

    private final JavaSparkContext context;

    private RoundCost(JavaSparkContext context) {
        this.context = context;
    }

    /**
     * Arguments: {@code table}, and then pairs of workers and units of a hidden layer; or {@code spark}; or {@code stock}, a job
     * file and changes to it as of {@code --set}.
     */
    public static void main(String[] arguments) throws InterruptedException, IOException {
        try (JavaSparkContext context = Sessions.open("round-cost", Optional.empty())) {
            RoundCost cost = new RoundCost(context);
            if (arguments[0].equals("spark")) {
                cost.againstNoSpark(arguments.length > 1 ? arguments[1] : "");
            } else if (arguments[0].equals("stock")) {
                StockTrainer.compare(cost.context, List.of(arguments).subList(1, arguments.length));
            } else {
                System.out.println("| workers | parameters | state | broadcast | tasks | mean | in all |");
                System.out.println("|---|---|---|---|---|---|---|");
                for (int i = 1; i < arguments.length; i += 2) {
                    cost.row(Integer.parseInt(arguments[i]), Integer.parseInt(arguments[i + 1]));
                }
            }
        }
    }

    /** A job of one local step of one image in each round, so that nearly all of a round is overhead. */
    private static TrainJob job(int workers, int hidden) {
        return RecordReader.read(
                """
                name: round-cost
                data: {type: synthetic-digits, train: %d, validation: 0, test: 10}
                model: {type: mlp, hidden: [%d]}
                train: {workers: %d, batch: 1, local-steps: 1, epochs: %d,
                        optimizer: {type: momentum, learning-rate: 0.001}}
                """
                        .formatted(workers, hidden, workers, WARM_UP + ROUNDS),
                "round-cost",
                TrainJob.class,
                List.of());
    }

    private void row(int workers, int hidden) {
        TrainJob job = job(workers, hidden);
        Setting setting = new Setting(job);
        List<RoundRow> rows = new ArrayList<>();
        try (RoundTrainer trainer = setting.trainer(context)) {
            State state = setting.initialState();
            for (int round = 0; round < WARM_UP + ROUNDS; round++) {
                var outcome = trainer.round(state, round);
                state = outcome.state();
                if (round >= WARM_UP) {
                    rows.add(outcome.row());
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %,d | %.1f MB | %.0f ms | %.0f ms | %.0f ms | %.0f ms |%n",
                    workers,
                    state.parameters().length,
                    4e-6 * (state.parameters().length + state.updater().length),
                    millis(rows, RoundRow::broadcastSeconds),
                    millis(rows, row -> row.computeSeconds() - row.localStepsSeconds()),
                    millis(rows, RoundRow::reduceSeconds),
                    millis(rows, RoundCost::beyondLocalSteps));
        }
    }

    private static double beyondLocalSteps(RoundRow row) {
        return row.broadcastSeconds() + row.computeSeconds() - row.localStepsSeconds() + row.reduceSeconds();
    }

    private static double millis(List<RoundRow> rows, ToDoubleFunction<RoundRow> seconds) {
        return 1000 * Setting.median(rows.stream().mapToDouble(seconds).toArray());
    }

    private void againstNoSpark(String fashionMnist) throws InterruptedException {
        System.out.println("| job | rounds on Spark | two learners | ratio | of a round beyond its local steps |");
        System.out.println("|---|---|---|---|---|");
        String drawn = "data.train=25600;train.optimizer={type: nesterov, learning-rate: 0.01};";
        compare(
                "CNN, 20 local steps of 128",
                1,
                drawn + "model={type: cnn, blocks: [{filters: 32, convolutions: 2}, {filters: 64, convolutions: 2}, "
                        + "{filters: 128, convolutions: 2}]};train.local-steps=20");
        compare("MLP 3072-512-256-10, 50 local steps of 128", 5, drawn + "model={type: mlp};train.local-steps=50");
        if (!fashionMnist.isEmpty()) {
            compare(
                    "MLP 784-512-256-10 with Adam, 50 local steps of 128",
                    10,
                    "data={type: fashion-mnist, path: '%s'};model={type: mlp};train.local-steps=50;"
                                    .formatted(fashionMnist)
                            + "train.optimizer={type: adam, learning-rate: 0.001}");
        }
    }

    /** Compares a job in turns of some rounds, after {@link #WARM_UP} of them. */
    private void compare(String name, int rounds, String changes) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of(changes.split(";", -1)));
        all.add("train.batch=128");
        all.add("train.epochs=1000");
        Setting setting = new Setting(RecordReader.read(
                "name: x\ndata: {type: synthetic-digits, train: 2, validation: 0, test: 10}\n"
                        + "model: {type: mlp}\ntrain: {workers: 2, batch: 1, local-steps: 1, epochs: 1, "
                        + "optimizer: {type: sgd, learning-rate: 1}}\n",
                "compare",
                TrainJob.class,
                all));
        List<RoundRow> rows = new ArrayList<>();
        double[] ratios = new double[TURNS];
        double[] onSpark = new double[TURNS];
        double[] without = new double[TURNS];
        try (RoundTrainer trainer = setting.trainer(context);
                Pair pair = new Pair(setting)) {
            State state = setting.initialState();
            int round = 0;
            for (; round < WARM_UP; round++) {
                state = trainer.round(state, round).state();
            }
            for (int turn = -1; turn < TURNS; turn++) { // the first warms up the learners without Spark
                long start = System.nanoTime();
                State pairState = state;
                for (int i = 0; i < rounds; i++) {
                    var outcome = trainer.round(state, round++);
                    state = outcome.state();
                    rows.add(outcome.row());
                }
                double spark = (System.nanoTime() - start) / 1e9;
                double alone = pair.seconds(pairState, state.steps());
                if (turn >= 0) {
                    double images = 2.0
                            * (state.steps() - pairState.steps())
                            * setting.plan().batch();
                    onSpark[turn] = images / spark;
                    without[turn] = images / alone;
                    ratios[turn] = onSpark[turn] / without[turn];
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %,.0f | %,.0f | %.3f | %.0f of %.0f ms |%n",
                name,
                Setting.median(onSpark),
                Setting.median(without),
                Setting.median(ratios),
                millis(rows, RoundCost::beyondLocalSteps),
                millis(rows, row -> beyondLocalSteps(row) + row.localStepsSeconds()));
    }

    /** Two learners that never wait for one another. */
    private static final class Pair implements AutoCloseable {
        private final ExecutorService threads = Executors.newFixedThreadPool(2);
        private final List<Learner> learners;
        private final List<Batches> batches;

        Pair(Setting setting) {
            learners = List.of(new Dl4jLearner(setting.learner()), new Dl4jLearner(setting.learner()));
            batches = List.of(setting.batches(0), setting.batches(1));
        }

        double seconds(State state, long until) throws InterruptedException {
            long start = System.nanoTime();
            List<Callable<Object>> work =
                    List.of(() -> learners.get(0).localSteps(state, until, 0, batches.get(0)), () -> learners.get(1)
                            .localSteps(state, until, 1, batches.get(1)));
            for (Future<Object> done : threads.invokeAll(work)) {
                try {
                    done.get();
                } catch (ExecutionException e) {
                    throw new IllegalStateException(e);
                }
            }
            return (System.nanoTime() - start) / 1e9;
        }

        @Override
        public void close() {
            threads.shutdown();
            learners.forEach(Learner::close);
        }
    }
}
