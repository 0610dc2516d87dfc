package org.meanfield.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.meanfield.sweep.Placement.Circumstances;
import org.meanfield.sweep.Placement.Decision;

final class PlacementTest {
    private static final long MIB = 1 << 20;

    @Test
    void autoPacksWhereEveryCoreHasATrialAndTheHeapIsEnough() {
        assertThat(Placement.AUTO.choose(new Circumstances(8, 8, 100 * MIB, 100 * MIB, true)))
                .isEqualTo(
                        new Decision(
                                Placement.PACKED,
                                "there is at least one trial per task slot (8 slots), and they need 100 MiB of an executor's heap"));
    }

    @Test
    void autoDistributesFewTrials() {
        assertThat(Placement.AUTO.choose(new Circumstances(7, 8, MIB, 100 * MIB, true)))
                .isEqualTo(new Decision(Placement.DISTRIBUTED, "7 trials would leave some of 8 task slots idle"));
    }

    @Test
    void autoDistributesWhatAnExecutorCannotHold() {
        assertThat(Placement.AUTO.choose(new Circumstances(9, 8, 101 * MIB, 100 * MIB, true)))
                .isEqualTo(new Decision(
                        Placement.DISTRIBUTED,
                        "packed trials would need 101 MiB of an executor's heap but may use at most 100"));
    }

    @Test
    void autoDistributesWhatIsNoTask() {
        assertThat(Placement.AUTO.choose(new Circumstances(9, 8, MIB, 100 * MIB, false)))
                .isEqualTo(new Decision(
                        Placement.DISTRIBUTED, "dl4j-parameter-averaging trains only distributed over the cluster"));
    }

    @Test
    void whatTheFileSaysIsDone() {
        Circumstances few = new Circumstances(1, 8, MIB, 100 * MIB, true);
        assertThat(Placement.PACKED.choose(few)).isEqualTo(new Decision(Placement.PACKED, "as set in the sweep file"));
        assertThat(Placement.DISTRIBUTED.choose(few))
                .isEqualTo(new Decision(Placement.DISTRIBUTED, "as set in the sweep file"));
    }
}
