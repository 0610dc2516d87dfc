package org.meanfield.job.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.Existing;
import org.meanfield.job.common.Options;
import org.meanfield.job.common.Provenance;
import org.meanfield.job.common.RunStart;
import org.meanfield.job.common.TrialKey;
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
                        "  output   /out",
                        "  warning: few images");
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
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Options options =
                new Options("/out", Existing.REFUSE, false, new Console(out, Console.Mode.LINES, System::nanoTime));
        Provenance provenance = new Provenance(
                "train",
                "tiny",
                1,
                job,
                "tiny-0123abcd",
                TrialKey.NONE,
                "4567",
                0,
                0,
                List.of(new ExecutorRow("driver", "here", "CpuBackend", "avx2", "17.0.9")),
                "3.5.8",
                RunStart.now(),
                () -> {},
                List.of("few images"));
        TrainHeader.say(options, prepared, provenance, start, cluster);
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
