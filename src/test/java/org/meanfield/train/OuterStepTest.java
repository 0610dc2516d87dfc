package org.meanfield.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.RecordReader;

/** One quadratic per worker, as in outer_steps.py, which computed the trajectories in double precision. */
final class OuterStepTest {
    private static final int[] EXAMPLES = {5, 3, 4};
    private static final int LEARNT = 4;

    private static final Map<String, String> CASES = Map.of(
            "mean", "averaging: {type: mean}",
            "slow-momentum", "averaging: {type: slow-momentum, slow-learning-rate: 0.8, slow-momentum: 0.6}",
            "nesterov", "averaging: {type: nesterov}",
            "ema", "averaging: {type: ema, decay: 0.75}",
            "average-last", "average-last: 3",
            "nesterov-average-last", "average-last: 2, averaging: {type: nesterov, learning-rate: 0.5, momentum: 0.5}");

    @ParameterizedTest
    @ValueSource(strings = {"mean", "slow-momentum", "nesterov", "ema", "average-last", "nesterov-average-last"})
    void followsTheTrajectoryOfItsFormula(String name) throws IOException {
        TrainSettings settings = settings(CASES.get(name));
        List<double[]> expected = trajectory(name);
        // 11 steps of a worker: two rounds of one, then three of three.
        RoundPlan plan = settings.plan(11 * 3);
        assertThat(plan.rounds()).isEqualTo(expected.size()).isEqualTo(5);
        OuterStep outerStep = new OuterStep(settings, plan, statistics());
        State state = initial();
        for (int round = 0; round < plan.rounds(); round++) {
            long until = plan.stepsAfter(round + 1);
            List<WorkerResult> results = localSteps(settings, plan, state, until);
            WeightedMean mean = WeightedMean.of(results, state, until);
            State next = outerStep.next(state, mean.state(), round);
            double[] row = expected.get(round);

            assertThat(mean.cosine()).as("cosine %d", round).isCloseTo(row[0], within(2e-6));
            assertClose(next.parameters(), Arrays.copyOfRange(row, 1, LEARNT + 2));
            assertClose(next.model().parameters(), Arrays.copyOfRange(row, LEARNT + 2, row.length));
            assertThat(next.steps()).isEqualTo(until);
            state = next;
        }
    }

    /** Otherwise the momentum of a variance that falls to almost nothing takes it below. */
    @Test
    void aVarianceTakesThePlainMeanAndStaysPositive() {
        TrainSettings settings = settings("averaging: {type: nesterov}");
        RoundPlan plan = settings.plan(11 * 3);
        State guarded = initial();
        State unguarded = initial();
        float lowest = 1;
        for (int round = 0; round < plan.rounds(); round++) {
            long until = plan.stepsAfter(round + 1);
            guarded = new OuterStep(settings, plan, statistics())
                    .next(guarded, mean(guarded, localSteps(settings, plan, guarded, until), until), round);
            unguarded = new OuterStep(settings, plan, new BitSet())
                    .next(unguarded, mean(unguarded, localSteps(settings, plan, unguarded, until), until), round);
            assertThat(guarded.parameters()[LEARNT]).isPositive();
            lowest = Math.min(lowest, unguarded.parameters()[LEARNT]);
        }
        assertThat(lowest).isNegative();
    }

    @Test
    void slowMomentumOfNothingIsTheMean() {
        State before = new State(new float[] {1, 2}, new float[] {5}, 0);
        State mean = new State(new float[] {0.5f, 4}, new float[] {6}, 3);
        State next = new SlowMomentumAveraging(1, 0).outerStep(before, mean, 0.25);
        assertThat(next.parameters()).containsExactly(0.5f, 4);
        assertThat(next.updater()).isSameAs(mean.updater());
        assertThat(next.steps()).isEqualTo(3);
        assertThat(next.outer().momentum()).containsExactly(2, -8);
    }

    @Test
    void theUpdaterFollowsItsPolicyWhateverTheOuterStep() {
        TrainSettings settings = settings("updater: reset, average-last: 5, averaging: {type: nesterov}");
        State mean = new State(new float[LEARNT + 1], new float[] {6}, 1);
        State next = new OuterStep(settings, settings.plan(11 * 3), statistics()).next(initial(), mean, 0);
        assertThat(next.updater()).containsExactly(0);
        assertThat(next.outer().momentum()).hasSize(LEARNT + 1);
        assertThat(next.outer().average()).containsExactly(next.parameters());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "averaging: {type: nesterov, momentum: 1} | averaging.momentum is 1.0 but must be in [0, 1)",
                "averaging: {type: nesterov, learning-rate: 0} | averaging.learning-rate is 0.0 but must be positive",
                "averaging: {type: slow-momentum, slow-momentum: 1.5} "
                        + "| averaging.slow-momentum is 1.5 but must be in [0, 1)",
                "averaging: {type: slow-momentum, slow-learning-rate: -1} "
                        + "| averaging.slow-learning-rate is -1.0 but must be positive",
                "averaging: {type: ema, decay: 1} | averaging.decay is 1.0 but must be in [0, 1)",
                "averaging: {type: ema}, average-last: 2 "
                        + "| average-last is 2 but must be 0 with averaging ema, which already averages",
                "average-last: -1 | average-last is -1 but must be 0 or more",
                "averaging: {type: slowmo} | averaging.type is slowmo but must be one of mean, slow-momentum, nesterov, ema",
            })
    void outerSettingsOutOfRangeAreRefused(String keys, String message) {
        assertThatThrownBy(() -> settings(keys))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "local-steps-warm-up: 11 "
                        + "| train.local-steps-warm-up is 11 but must be less than 11, the local steps of a worker",
                "average-last: 6 | train.average-last is 6 but must be at most 5, the rounds of the job",
            })
    void aScheduleThatDoesNotFitTheJobIsRefused(String keys, String message) {
        TrainSettings settings = settings(keys);
        assertThatThrownBy(() -> settings.plan(11 * 3))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }

    private static TrainSettings settings(String keys) {
        String warmUp = keys.contains("local-steps-warm-up") ? "" : "local-steps-warm-up: 2, ";
        String yaml = "{workers: 3, batch: 1, local-steps: 3, epochs: 1, " + warmUp
                + "optimizer: {type: sgd, learning-rate: 0.2}, schedule: {type: cosine, floor: 0.1}, " + keys + "}";
        return RecordReader.read(yaml, "job.yaml", TrainSettings.class, List.of());
    }

    private static State initial() {
        float[] parameters = new float[LEARNT + 1];
        for (int j = 0; j < LEARNT; j++) {
            parameters[j] = 3 * j % 7 / 2f - 1;
        }
        parameters[LEARNT] = 1;
        return new State(parameters, new float[] {1}, 0);
    }

    private static BitSet statistics() {
        BitSet statistics = new BitSet();
        statistics.set(LEARNT);
        return statistics;
    }

    private static List<WorkerResult> localSteps(TrainSettings settings, RoundPlan plan, State state, long until) {
        List<WorkerResult> results = new ArrayList<>();
        for (int worker = 0; worker < EXAMPLES.length; worker++) {
            float[] x = state.parameters().clone();
            for (long step = state.steps(); step < until; step++) {
                for (int j = 0; j < LEARNT; j++) {
                    double curvature = 1 + (3 * worker + 2 * j) % 5 / 2.0;
                    double centre = ((7 * worker + 3 * j) % 11 - 5) / 2.0;
                    x[j] -= (float) (settings.learningRate(step, plan.totalSteps()) * curvature * (x[j] - centre));
                }
            }
            x[LEARNT] = (float) ((1 + worker) * Math.pow(4, (double) -until));
            results.add(WorkerResult.of(worker, state, new State(x, state.updater(), until), EXAMPLES[worker], 0, 0));
        }
        return results;
    }

    private static State mean(State start, List<WorkerResult> results, long until) {
        return WeightedMean.of(results, start, until).state();
    }

    private static void assertClose(float[] values, double[] expected) {
        assertThat(values).hasSize(expected.length);
        for (int i = 0; i < values.length; i++) {
            assertThat((double) values[i]).as("value %d", i).isCloseTo(expected[i], within(2e-6));
        }
    }

    /** Returns, for each round, the cosine, the state and what is evaluated. */
    private static List<double[]> trajectory(String name) throws IOException {
        try (InputStream in = OuterStepTest.class.getResourceAsStream("outer-steps.csv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(","))
                    .filter(cells -> cells[0].equals(name))
                    .map(cells -> Arrays.stream(cells)
                            .skip(2)
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toList();
        }
    }
}
