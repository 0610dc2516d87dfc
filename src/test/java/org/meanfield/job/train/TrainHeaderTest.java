package org.meanfield.job.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.meanfield.spark.Cluster;
import org.meanfield.storage.Progress;
import org.meanfield.tables.ExecutorRow;
import org.meanfield.testing.Jobs;

final class TrainHeaderTest {
    @Test
    void aRunSaysWhatItIsGoingToDo() {
        // 3·32·32 inputs, six hidden units, ten classes: 3,072·6 + 6 + 6·10 + 10 parameters.
        assertThat(header(0, new Cluster(2, 1, 1)))
                .containsExactly(
                        "tiny-0123abcd: 6 rounds, 2 epochs",
                        "  data     synthetic-digits: 20 training, 0 validation and 30 test images of 3×32×32 in 10 classes",
                        "  model    mlp, 18,508 parameters",
                        "  workers  1 on 2 task slots of 1 executor; batch 8, 1 local step per round",
                        "  engine   dl4j, avx2",
                        "  output   /out");
    }

    @Test
    void aResumedRunSaysWhereItGoesOn() {
        List<String> lines = header(4, new Cluster(8, 3, 1));

        assertThat(lines.get(0)).isEqualTo("tiny-0123abcd: from round 4 of 6, 2 epochs");
        assertThat(lines.get(3))
                .isEqualTo("  workers  1 on 8 task slots of 3 executors; batch 8, 1 local step per round");
    }

    private static List<String> header(int start, Cluster cluster) {
        TrainJob job = Jobs.tiny("train.local-steps=1");
        PreparedJob prepared = PreparedJob.of(job, OpenData.of(job.data(), Progress.SILENT));
        List<String> lines = new ArrayList<>();
        Progress console = new Progress() {
            @Override
            public void show(String line) {}

            @Override
            public void note(String line) {
                lines.add(line);
            }
        };
        List<ExecutorRow> executors = List.of(new ExecutorRow("driver", "here", "CpuBackend", "avx2", "17.0.9"));
        TrainHeader.say(console, prepared, "tiny-0123abcd", start, cluster, executors, "/out");
        return lines;
    }
}
