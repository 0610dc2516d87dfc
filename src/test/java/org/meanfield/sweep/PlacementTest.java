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
                .isEqualTo(new Decision(
                        Placement.PACKED,
                        "there is a trial for each of 8 cores, and 100 MiB of an executor's heap are enough"));
    }

    @Test
    void autoDistributesFewTrials() {
        assertThat(Placement.AUTO.choose(new Circumstances(7, 8, MIB, 100 * MIB, true)))
                .isEqualTo(new Decision(Placement.DISTRIBUTED, "7 trials would leave some of 8 cores idle"));
    }

    @Test
    void autoDistributesWhatAnExecutorCannotHold() {
        assertThat(Placement.AUTO.choose(new Circumstances(9, 8, 101 * MIB, 100 * MIB, true)))
                .isEqualTo(new Decision(
                        Placement.DISTRIBUTED,
                        "packed trials would need 101 MiB of an executor's heap, of which they may have 100"));
    }

    @Test
    void autoDistributesWhatIsNoTask() {
        assertThat(Placement.AUTO.choose(new Circumstances(9, 8, MIB, 100 * MIB, false)))
                .isEqualTo(
                        new Decision(Placement.DISTRIBUTED, "dl4j-parameter-averaging trains over the cluster only"));
    }

    @Test
    void whatTheFileSaysIsDone() {
        Circumstances few = new Circumstances(1, 8, MIB, 100 * MIB, true);
        assertThat(Placement.PACKED.choose(few)).isEqualTo(new Decision(Placement.PACKED, "as the sweep file says"));
        assertThat(Placement.DISTRIBUTED.choose(few))
                .isEqualTo(new Decision(Placement.DISTRIBUTED, "as the sweep file says"));
    }
}
