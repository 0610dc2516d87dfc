package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.InvalidInputException;
import org.meanfield.storage.SharedData;
import org.meanfield.storage.Storage;
import org.meanfield.tables.ExecutorRow;
import org.meanfield.testing.LocalSpark;

final class ExecutorCheckTest {
    private final JavaSparkContext context = LocalSpark.context();

    @AfterEach
    void forgetConfiguration() {
        Storage.configure(new Configuration());
    }

    @Test
    void knowsWhoHasTakenNoTask(@TempDir Path folder) {
        List<ExecutorRow> executors = List.of(
                new ExecutorRow("driver", "localhost", "CPU", "avx2", "17"),
                new ExecutorRow("7", "elsewhere", "CPU", "avx2", "17"));

        assertThat(ExecutorCheck.unverified(context, executors, new There(), folder.toString()))
                .containsExactly("7");
    }

    @Test
    void namesAnExecutorThatMayNotLookForTheOutput() {
        Configuration hadoop = new Configuration();
        hadoop.set("fs.locked.impl", LockedFileSystem.class.getName());
        Storage.configure(hadoop);
        List<ExecutorRow> executors = List.of(new ExecutorRow("driver", "localhost", "CPU", "avx2", "17"));

        assertThatThrownBy(() -> ExecutorCheck.visible(context, executors, new There(), "locked://host/probe"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Executor driver on localhost cannot access the output "
                        + "(Cannot look for locked://host/probe: Permission denied): "
                        + "every path must be accessible from all machines");
    }

    private record There() implements SharedData {
        @Override
        public void verifyReadable() {}
    }

    /** Files that nobody may look for. */
    public static final class LockedFileSystem extends RawLocalFileSystem {
        @Override
        public URI getUri() {
            return URI.create("locked://host");
        }

        @Override
        public boolean exists(org.apache.hadoop.fs.Path path) throws IOException {
            throw new AccessControlException("Permission denied");
        }
    }
}
