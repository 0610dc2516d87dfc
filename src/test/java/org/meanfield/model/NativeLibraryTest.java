package org.meanfield.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.config.InvalidInputException;
import org.meanfield.model.onednn.NativeBackend;
import org.nd4j.nativeblas.NativeOpsHolder;

/** What {@link org.meanfield.NativeLibraryForTests} has loaded before the first test. */
final class NativeLibraryTest {
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

    private static int nativeThreads() {
        return NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
    }

    private interface LibC extends Library {
        LibC INSTANCE = Native.load("c", LibC.class);

        String getenv(String name);
    }
}
