package org.meanfield.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.config.InvalidInputException;
import org.meanfield.model.onednn.NativeBackend;
import org.meanfield.testing.Program;
import org.nd4j.nativeblas.NativeOpsHolder;

/** What {@link org.meanfield.NativeLibraryForTests} has loaded before the first test. */
final class NativeLibraryTest {
    private static final String JOB =
            """
            name: digits
            data: {type: synthetic-digits, train: 10, test: 10}
            model: {type: mlp, hidden: [8]}
            train: {workers: 1, epochs: 1, optimizer: {type: sgd, learning-rate: 0.1}}
            """;

    @Test
    void isLoadedOnce() {
        assertThat(NativeLibrary.load(InstructionSet.widest())).isEqualTo(InstructionSet.widest());
    }

    @Test
    void refusesAnotherInstructionSetThanTheOneThatIsLoaded() {
        InstructionSet loaded = InstructionSet.widest();
        InstructionSet other = loaded == InstructionSet.AVX2 ? InstructionSet.AVX512 : InstructionSet.AVX2;
        assertThatThrownBy(() -> NativeLibrary.load(other))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "instruction-set is %s but must be %s, which this process has loaded and keeps until it ends",
                        other.label(), loaded.label());
    }

    @Test
    void isTheOneDnnBuildForThisProcessor() {
        assertThat(System.getProperty("org.bytedeco.javacpp.platform.extension"))
                .isEqualTo("-onednn-" + InstructionSet.widest().label());
        assertThat(NativeBackend.usesOneDnn()).isTrue();
        assertThat(NativeLibrary.backend()).isEqualTo("CpuBackend");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "SD_MAX_THREADS", "SD_MASTER_THREADS"})
    void theProcessAsksForOneThread(String variable) {
        assertThat(LibC.INSTANCE.getenv(variable)).isEqualTo("1");
    }

    @Test
    void everyThreadHasOneNativeThread() {
        assertThat(nativeThreads()).isEqualTo(1);
        assertThat(CompletableFuture.supplyAsync(NativeLibraryTest::nativeThreads)
                        .join())
                .isEqualTo(1);
    }

    /** Which is not the class that was to be initialized. */
    @Test
    void thatItCannotBeUnpackedIsToldInOneLine(@TempDir Path folder) throws IOException {
        Path job = Files.writeString(folder.resolve("job.yaml"), JOB);
        Program.Result run = Program.run(
                Map.of("XDG_CACHE_HOME", folder.toString()),
                List.of(
                        System.getProperty("java.home") + "/bin/java",
                        "-Duser.home=/dev/null/none",
                        "-Djava.io.tmpdir=/dev/null/none",
                        "-Djna.tmpdir=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.meanfield.Main",
                        "train",
                        job.toString(),
                        "--output",
                        folder.resolve("out").toString()));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.errors())
                .isEqualTo("meanfield: Cannot load the native libraries: Could not create the cache: "
                        + "Set the \"org.bytedeco.javacpp.cachedir\" system property.\n");
    }

    private static int nativeThreads() {
        return NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
    }

    private interface LibC extends Library {
        LibC INSTANCE = Native.load("c", LibC.class);

        String getenv(String name);
    }
}
