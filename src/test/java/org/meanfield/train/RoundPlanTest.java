package org.meanfield.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class RoundPlanTest {
    @Test
    void shardsPartitionTheSamplesAndDifferByOneAtMost() {
        forManySizes(plan -> {
            int[] sizes =
                    IntStream.range(0, plan.workers()).map(plan::shardSize).toArray();
            int next = 0;
            for (int worker = 0; worker < sizes.length; worker++) {
                assertThat(plan.shardStart(worker)).isEqualTo(next);
                next += sizes[worker];
            }
            assertThat(next).as("samples of %s", plan).isEqualTo(plan.samples());
            assertThat(max(sizes) - IntStream.of(sizes).min().orElseThrow())
                    .as("spread of %s", plan)
                    .isLessThanOrEqualTo(1);
        });
    }

    @Test
    void anEpochHasTheStepsThatTheLargestShardNeeds() {
        forManySizes(plan -> {
            int largest =
                    max(IntStream.range(0, plan.workers()).map(plan::shardSize).toArray());
            int steps = 0;
            for (int left = largest; left > 0; left -= plan.batch()) {
                steps++;
            }
            assertThat(plan.stepsPerEpoch()).as("%s", plan).isEqualTo(steps);
            assertThat(plan.totalSteps()).as("%s", plan).isEqualTo((long) steps * plan.epochs());
        });
    }

    @Test
    void roundsOfTheWarmUpAreOneStepAndOnlyTheLastOfTheOthersIsShort() {
        forManySizes(plan -> {
            long taken = 0;
            int rounds = 0;
            while (taken < plan.totalSteps()) {
                int steps = taken < plan.warmUp() ? 1 : plan.localSteps();
                taken += Math.min(steps, plan.totalSteps() - taken);
                rounds++;
                assertThat(plan.stepsAfter(rounds))
                        .as("round %d of %s", rounds, plan)
                        .isEqualTo(taken);
            }
            assertThat(plan.rounds()).as("%s", plan).isEqualTo(rounds);
            assertThat(plan.stepsAfter(0)).isZero();
        });
    }

    @Test
    void stepsCountThroughTheEpochs() {
        forManySizes(plan -> {
            long step = 0;
            for (int epoch = 0; epoch < plan.epochs(); epoch++) {
                for (int i = 0; i < plan.stepsPerEpoch(); i++, step++) {
                    assertThat(plan.epoch(step)).as("%s", plan).isEqualTo(epoch);
                    assertThat(plan.batchStart(step)).as("%s", plan).isEqualTo(i * plan.batch());
                }
            }
            assertThat(step).isEqualTo(plan.totalSteps());
        });
    }

    @Test
    void anEpochEndsInTheRoundThatTakesItsLastStep() {
        forManySizes(plan -> {
            for (int round = 0; round < plan.rounds(); round++) {
                boolean ends = LongStream.range(plan.stepsAfter(round), plan.stepsAfter(round + 1))
                        .anyMatch(step -> (step + 1) % plan.stepsPerEpoch() == 0);
                assertThat(plan.endsEpoch(round))
                        .as("round %d of %s", round, plan)
                        .isEqualTo(ends);
            }
            assertThat(plan.endsEpoch(plan.rounds() - 1)).isTrue();
        });
    }

    @Test
    void theLargestNumbersDoNotOverflow() {
        int most = Integer.MAX_VALUE;
        assertThat(new RoundPlan(most, 8, 64, 20, 1, 0).shardStart(8)).isEqualTo(most);
        assertThat(new RoundPlan(100, 2, most, 20, 3, 0).totalSteps()).isEqualTo(3);
        assertThat(new RoundPlan(100, 2, 64, most, 3, 0).rounds()).isEqualTo(1);
        assertThat(new RoundPlan(100, 2, 64, most, 3, 0).stepsAfter(1)).isEqualTo(3);
        assertThat(new RoundPlan(100, 2, 64, most, 3, 2).stepsAfter(3)).isEqualTo(3);
        assertThat(new RoundPlan(100, 2, 64, 5, 3, most).rounds()).isEqualTo(3);
        assertThat(new RoundPlan(100, 1, 1, 1000, most, 0).totalSteps()).isEqualTo(100L * most);
    }

    private static void forManySizes(Consumer<RoundPlan> check) {
        int[] batches = {1, 2, 5, 64};
        int[] localSteps = {1, 2, 7, 50};
        for (int samples = 1; samples <= 33; samples++) {
            for (int workers = 1; workers <= Math.min(samples, 6); workers++) {
                for (int batch : batches) {
                    for (int steps : localSteps) {
                        int warmUp = (samples + workers + steps) % 9;
                        check.accept(new RoundPlan(samples, workers, batch, steps, 1 + samples % 3, warmUp));
                    }
                }
            }
        }
    }

    private static int max(int[] values) {
        return IntStream.of(values).max().orElseThrow();
    }
}
