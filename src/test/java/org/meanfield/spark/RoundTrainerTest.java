package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.data.Splits;
import org.meanfield.engine.dl4j.Dl4jLearner;
import org.meanfield.job.train.TrainJob;
import org.meanfield.tables.RoundRow;
import org.meanfield.testing.IdxFolder;
import org.meanfield.testing.Jobs;
import org.meanfield.testing.LocalSpark;
import org.meanfield.testing.PlainTraining;
import org.meanfield.train.Batches;
import org.meanfield.train.Learner;
import org.meanfield.train.OuterStep;
import org.meanfield.train.RoundPlan;
import org.meanfield.train.State;
import org.meanfield.train.UpdaterPolicy;
import org.meanfield.train.WorkerResult;

final class RoundTrainerTest {
    private static final String ADAM = "train.optimizer={type: adam, learning-rate: 0.01, weight-decay: 0.01}";
    private static final String COSINE = "train.schedule={type: cosine, warm-up: 2, floor: 0.1}";

    private static JavaSparkContext context;

    @BeforeAll
    static void openSpark() {
        context = LocalSpark.context();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train.label-smoothing=0.1",
                "model.dropout=0.3 | " + ADAM + " | " + COSINE,
                "model={type: cnn, blocks: [{filters: 3, batch-norm: true, pool: 4, dropout: 0.2}], dense: [5]}"
                        + " | train.optimizer={type: momentum, learning-rate: 0.05} | " + COSINE,
            })
    void oneWorkerIsPlainTrainingWithDl4jToTheBit(String changes) {
        TrainJob job = Jobs.tiny(changes.split(" \\| "));
        Run run = run(job);
        PlainTraining plain = new PlainTraining(job);
        assertThat(run.plan().rounds()).isEqualTo(2);
        for (int round = 0; round < 2; round++) {
            double lossSum = 0;
            long examples = 0;
            for (long step = run.plan().stepsAfter(round); step < run.plan().stepsAfter(round + 1); step++) {
                int[] samples = plain.samples(0, step);
                lossSum += plain.fit(step, samples) * samples.length;
                examples += samples.length;
            }
            State state = run.states().get(round + 1);
            assertThat(state.parameters()).isEqualTo(plain.parameters());
            assertThat(state.updater()).isEqualTo(plain.updater());
            assertThat(run.rows().get(round).trainLoss()).isEqualTo(lossSum / examples);
            assertThat(run.rows().get(round).examples()).isEqualTo(examples);
        }
    }

    /** The second has a worker whose shard is used up one step before the others. */
    @ParameterizedTest
    @CsvSource({"20, 3, 4", "9, 2, 4", "7, 7, 1"})
    void workersOfOneStepTakeTheStepOfTheirJointBatch(int samples, int workers, int batch) {
        TrainJob job = Jobs.tiny(
                "data.train=" + samples,
                "train.workers=" + workers,
                "train.batch=" + batch,
                "train.local-steps=1",
                "train.epochs=3",
                COSINE);
        Run run = run(job);
        PlainTraining plain = new PlainTraining(job);
        for (int round = 0; round < run.plan().rounds(); round++) {
            int step = round;
            int[] joint = IntStream.range(0, workers)
                    .flatMap(worker -> Arrays.stream(plain.samples(worker, step)))
                    .toArray();
            double loss = plain.fit(step, joint);
            assertThat(largestDifference(run.states().get(round + 1).parameters(), plain.parameters()))
                    .isLessThan(2e-6);
            assertThat(run.rows().get(round).trainLoss()).isCloseTo(loss, withinPercentage(1e-4));
            assertThat(run.rows().get(round).examples()).isEqualTo(joint.length);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRoundIsTheWeightedMeanOfSeparateLearners(UpdaterPolicy policy) throws InterruptedException {
        TrainJob job = Jobs.tiny(
                "train.workers=3",
                "train.batch=4",
                "train.local-steps=3",
                "model.dropout=0.3",
                "train.updater=" + policy.name().toLowerCase(Locale.ROOT),
                ADAM,
                COSINE);
        Run run = run(job);
        assertThat(run.plan().rounds()).isEqualTo(2);
        State start = run.states().get(0);
        for (int round = 0; round < 2; round++) {
            List<WorkerResult> results = separately(job, start, run.plan().stepsAfter(round + 1));
            // 20 images are 6, 7 and 7, of which a round of three steps takes more or fewer.
            double[] weights =
                    results.stream().mapToDouble(WorkerResult::examples).toArray();
            assertThat(weights[0]).isNotEqualTo(weights[2]);
            float[] parameters =
                    mean(weights, results.stream().map(WorkerResult::parameters).toList());
            float[] updater =
                    mean(weights, results.stream().map(WorkerResult::updater).toList());

            State state = run.states().get(round + 1);
            assertThat(state.parameters()).isEqualTo(parameters);
            assertThat(state.updater())
                    .isEqualTo(policy == UpdaterPolicy.AVERAGE ? updater : new float[updater.length]);
            assertThat(state.steps()).isEqualTo(run.plan().stepsAfter(round + 1));
            RoundRow row = run.rows().get(round);
            assertThat(row.consensusDistance())
                    .isCloseTo(consensusDistance(results, parameters), withinPercentage(1e-5))
                    .isPositive();
            assertThat(row.examples()).isEqualTo((long) Arrays.stream(weights).sum());
            start = state;
        }
    }

    @Test
    void roundsOfAnyLengthAreTheSameForOneWorker() {
        String[] changes = {"model.dropout=0.3", ADAM, COSINE};
        State whole = last(run(Jobs.tiny(with(changes, "train.local-steps=6"))));
        for (int localSteps : new int[] {1, 4, 5}) {
            State parts = last(run(Jobs.tiny(with(changes, "train.local-steps=" + localSteps))));
            assertThat(parts.sha256()).as("%d local steps", localSteps).isEqualTo(whole.sha256());
        }
    }

    @Test
    void theScheduleCountsTheLocalStepsOfAWorkerAcrossRounds() {
        // Two workers of 10 images: 3 steps in each of 2 epochs.
        Run run = run(Jobs.tiny("train.workers=2", "train.batch=4", "train.schedule={type: cosine}"));
        assertThat(run.rows()).extracting(RoundRow::localSteps).containsExactly(4, 2);
        assertThat(run.rows()).extracting(RoundRow::round).containsExactly(1, 2);
        assertThat(run.rows()).extracting(RoundRow::epoch).containsExactly(2, 2);
        assertThat(run.rows().get(0).learningRate()).isCloseTo(0.1 * cosine(3 / 6.0), within(1e-15));
        assertThat(run.rows().get(1).learningRate()).isCloseTo(0.1 * cosine(5 / 6.0), within(1e-15));
    }

    @Test
    void aRoundTakenAgainHasTheSameBits() {
        TrainJob job = Jobs.tiny("train.workers=3", "model.dropout=0.3", ADAM);
        assertThat(last(run(job)).sha256()).isEqualTo(last(run(job)).sha256());
    }

    /** The outer step changes where the next round starts, and not what a round is. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "train.averaging={type: nesterov}",
                "train.averaging={type: slow-momentum, slow-learning-rate: 0.5}",
                "train.averaging={type: ema}",
                "train.average-last=2"
            })
    void theFirstRoundIsThatOfTheMeanWithTheOuterStepAfterIt(String change) {
        String[] job = {
            "train.workers=2",
            "train.batch=4",
            "train.local-steps=3",
            "model={type: cnn, blocks: [{filters: 3, batch-norm: true, pool: 4}], dense: [5]}"
        };
        State initial = run(Jobs.tiny(job)).states().get(0);
        State mean = run(Jobs.tiny(job)).states().get(1);
        TrainJob outer = Jobs.tiny(with(job, change));
        Run run = run(outer);
        BitSet statistics = outer.learner(20).statistics();
        assertThat(statistics.cardinality()).isEqualTo(6);
        State expected = new OuterStep(outer.train(), run.plan(), statistics).next(initial, mean.forWorkers(), 0);

        State next = run.states().get(1);
        assertThat(next).usingRecursiveComparison().isEqualTo(expected);
        statistics.stream().forEach(i -> assertThat(next.parameters()[i]).isEqualTo(mean.parameters()[i]));
        assertThat(last(run).sha256()).isEqualTo(last(run(outer)).sha256());
    }

    @Test
    void workersThatAreAveragedAfterEachStepOfTheWarmUpAgreeMoreThanLater() {
        Run run = run(Jobs.tiny("train.workers=2", "train.batch=4", "train.local-steps-warm-up=2"));
        assertThat(run.rows()).extracting(RoundRow::localSteps).containsExactly(1, 1, 4);
        assertThat(run.rows().get(2).consensusDistance())
                .isGreaterThan(run.rows().get(1).consensusDistance());
        assertThat(run.rows()).extracting(RoundRow::cosine).allMatch(cosine -> cosine > -1 && cosine < 1);
    }

    @Test
    void aFailedTaskEndsTheRoundWithItsReason(@TempDir Path folder) throws IOException {
        Path data = IdxFolder.write(folder.resolve("data"), 20, 10);
        TrainJob job = Jobs.tiny("data={type: fashion-mnist, path: %s, verify: false}".formatted(data));
        try (RoundTrainer trainer = trainer(job, Jobs.tiny())) {
            Files.delete(data.resolve("train-images-idx3-ubyte"));
            State initial = Jobs.tiny().learner(20).initialState(job.model(), job.initializer());
            assertThatThrownBy(() -> trainer.round(initial, 0))
                    .hasMessageContaining("InvalidInputException")
                    .hasMessageContaining(data.toString());
        }
    }

    @Test
    void aStateOfAnotherNetworkEndsTheRoundAndTheNextOneIsRight() {
        TrainJob job = Jobs.tiny();
        State expected = last(run(job));
        try (RoundTrainer trainer = trainer(job, job)) {
            assertThatThrownBy(() -> trainer.round(new State(new float[3], new float[0], 0), 0))
                    .hasMessageContaining("A learner failed: ");
        }
        assertThat(last(run(job)).sha256()).isEqualTo(expected.sha256());
    }

    /** A job's plan, with the states before the first round and after each, and the rows of the rounds. */
    private record Run(RoundPlan plan, List<State> states, List<RoundRow> rows) {}

    private static Run run(TrainJob job) {
        int samples = PlainTraining.images(job).count();
        RoundPlan plan = job.train().plan(samples);
        List<State> states =
                new ArrayList<>(List.of(job.learner(samples).initialState(job.model(), job.initializer())));
        List<RoundRow> rows = new ArrayList<>();
        try (RoundTrainer trainer = trainer(job, job)) {
            for (int round = 0; round < plan.rounds(); round++) {
                Trainer.RoundResult outcome = trainer.round(states.get(round), round);
                states.add(outcome.state());
                rows.add(outcome.row());
            }
        }
        return new Run(plan, states, rows);
    }

    /** Returns one of {@code job} on the data of another. */
    private static RoundTrainer trainer(TrainJob data, TrainJob job) {
        int samples = PlainTraining.images(job).count();
        return new RoundTrainer(
                context,
                new Training(
                        job.train(),
                        job.augment(),
                        job.train().plan(samples),
                        job.learner(samples),
                        Splits.here(data.data()),
                        PlainTraining.normalization(job)));
    }

    private static List<WorkerResult> separately(TrainJob job, State start, long until) throws InterruptedException {
        PlainTraining plain = new PlainTraining(job);
        List<WorkerResult> results = new ArrayList<>();
        for (int worker = 0; worker < job.train().workers(); worker++) {
            try (Learner learner = new Dl4jLearner(job.learner(20))) {
                Batches batches = new Batches(
                        job.train().plan(20),
                        job.seed(),
                        worker,
                        PlainTraining.images(job).select(plain.shard(worker)),
                        PlainTraining.normalization(job),
                        job.data().classes(),
                        job.train().labelSmoothing(),
                        job.augment());
                results.add(learner.localSteps(start, until, worker, batches));
            }
        }
        return results;
    }

    private static float[] mean(double[] weights, List<float[]> values) {
        float[] mean = new float[values.get(0).length];
        double total = Arrays.stream(weights).sum();
        for (int i = 0; i < mean.length; i++) {
            double sum = 0;
            for (int worker = 0; worker < weights.length; worker++) {
                sum += weights[worker] * values.get(worker)[i];
            }
            mean[i] = (float) (sum / total);
        }
        return mean;
    }

    private static double consensusDistance(List<WorkerResult> results, float[] mean) {
        double sum = 0;
        double weights = 0;
        for (WorkerResult result : results) {
            double squares = 0;
            for (int i = 0; i < mean.length; i++) {
                squares += Math.pow((double) result.parameters()[i] - mean[i], 2);
            }
            sum += result.examples() * squares;
            weights += result.examples();
        }
        return Math.sqrt(sum / weights);
    }

    private static double largestDifference(float[] values, float[] others) {
        assertThat(values).hasSameSizeAs(others);
        return IntStream.range(0, values.length)
                .mapToDouble(i -> Math.abs((double) values[i] - others[i]))
                .max()
                .orElseThrow();
    }

    private static State last(Run run) {
        return run.states().get(run.states().size() - 1);
    }

    private static String[] with(String[] changes, String more) {
        return Stream.concat(Arrays.stream(changes), Stream.of(more)).toArray(String[]::new);
    }

    private static double cosine(double progress) {
        return (1 + Math.cos(Math.PI * progress)) / 2;
    }
}
