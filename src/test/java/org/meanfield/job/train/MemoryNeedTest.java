package org.meanfield.job.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.meanfield.config.RecordReader;
import org.meanfield.storage.Progress;

final class MemoryNeedTest {
    private static final long MB = 1L << 20;

    /** 3,072 · 8 + 8 and 8 · 10 + 10 parameters, 24,674 in all, each with one value of momentum. */
    @Test
    void addsUpWhatSlotsHold() {
        TrainJob job = RecordReader.read(
                """
                name: tiny
                data: {type: synthetic-digits, train: 200, validation: 0, test: 10}
                model: {type: mlp, hidden: [8]}
                train: {workers: 4, batch: 10, epochs: 1, optimizer: {type: momentum, learning-rate: 0.05}}
                """,
                "tiny",
                TrainJob.class,
                List.of());
        PreparedJob prepared = PreparedJob.of(job, OpenData.of(job.data(), Progress.SILENT));

        MemoryNeed need = MemoryNeed.of(prepared, job.initialState(prepared.learner()), 2, 2);

        long state = 4L * 2 * 24_674;
        long shards = 2L * 50 * 3072;
        long values = 3072 + 8 + 10;
        assertThat(need)
                .isEqualTo(new MemoryNeed(
                        400 * MB + state + 2 * (2 * state + shards),
                        500 * MB + 2 * (state + 4 * 24_674L + 2 * 4 * 10 * values)));
    }
}
