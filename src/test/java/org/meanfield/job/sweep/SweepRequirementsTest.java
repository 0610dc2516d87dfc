package org.meanfield.job.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.meanfield.config.RecordReader;
import org.meanfield.spark.Cluster;
import org.meanfield.storage.Progress;
import org.meanfield.sweep.Placement;

/** Two cells, of one worker and of two, with twenty seeds each. */
final class SweepRequirementsTest {
    private static final String SWEEP =
            """
            name: needs
            base:
              name: tiny
              data: {type: synthetic-digits, train: 61, validation: 20, test: 30}
              model: {type: mlp, hidden: [6]}
              train: {workers: 1, batch: 8, local-steps: 3, epochs: 1, optimizer: {type: adam, learning-rate: 0.1}}
            grid: {train.workers: [1, 2]}
            seeds: 20
            """;

    /** As published, and as the shards of one worker and of two. */
    private static final long IMAGES = 3 * 61 * (3 * 32 * 32);

    private static final long PARAMETERS = (3072 * 6 + 6) + (6 * 10 + 10);

    /** Parameters and Adam's two vectors in floats; six of them and one for each worker. */
    private static final long TRIAL = 4 * 3 * PARAMETERS * (6 + 2);

    private static SweepPlan plan;

    @BeforeAll
    static void openPlan() {
        plan = SweepPlan.of(RecordReader.read(SWEEP, "needs.yaml", SweepJob.class, List.of()), Progress.SILENT);
    }

    @Test
    void packedTrialsNeedTheImagesOnceForEachNumberOfWorkersAndAStateForEachCore() {
        assertThat(SweepRequirements.circumstances(plan, new Cluster(8, 2, 1000)))
                .isEqualTo(new Placement.Circumstances(40, 8, IMAGES + 4 * TRIAL, 500, true));
    }

    @Test
    void distributedTrialsFillTheCoresAndOneMore() {
        assertThat(atOnce(Placement.DISTRIBUTED, 8, 1 << 30)).isEqualTo(9);
        assertThat(atOnce(Placement.DISTRIBUTED, 100, 1 << 30)).isEqualTo(40);
        assertThat(atOnce(Placement.PACKED, 8, 1 << 30)).isEqualTo(8);
    }

    @Test
    void noMoreRunAtOnceThanTheHeapHolds() {
        assertThat(atOnce(Placement.DISTRIBUTED, 8, IMAGES + 3 * TRIAL)).isEqualTo(3);
        assertThat(atOnce(Placement.DISTRIBUTED, 8, IMAGES + 3 * TRIAL - 1)).isEqualTo(2);
        assertThat(atOnce(Placement.DISTRIBUTED, 8, 0)).isEqualTo(1);
    }

    /** Half of the heap is for the trials. */
    private static int atOnce(Placement placement, int cores, long available) {
        return SweepRequirements.atOnce(plan, placement, new Cluster(cores, 2, 2 * available));
    }
}
