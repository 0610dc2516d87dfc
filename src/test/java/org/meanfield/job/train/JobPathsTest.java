package org.meanfield.job.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.meanfield.testing.Jobs;

final class JobPathsTest {
    @Test
    void aRecordedJobFindsItsFilesFromAnywhere() {
        TrainJob job = Jobs.tiny(
                "data={type: mnist, path: some/mnist, shards: some/shards}", "init-from=out/models/tiny-0123abcd");
        String here = Path.of("").toAbsolutePath().toString();

        assertThat(JobPaths.absolute(job))
                .isEqualTo(Jobs.tiny(
                        "data={type: mnist, path: %s/some/mnist, shards: %s/some/shards}".formatted(here, here),
                        "init-from=%s/out/models/tiny-0123abcd".formatted(here)));
    }

    @Test
    void whatIsAbsoluteOrAbsentStaysAsItIs() {
        TrainJob home = Jobs.tiny("data={type: mnist, path: ~/mnist}");
        TrainJob store = Jobs.tiny("data={type: mnist, path: 'hdfs://host/mnist', shards: /shards}");
        TrainJob drawn = Jobs.tiny();

        assertThat(JobPaths.absolute(home)).isEqualTo(home);
        assertThat(JobPaths.absolute(store)).isEqualTo(store);
        assertThat(JobPaths.absolute(drawn)).isEqualTo(drawn);
    }
}
