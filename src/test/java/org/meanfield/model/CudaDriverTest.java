package org.meanfield.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanfield.testing.FakeCuda;

final class CudaDriverTest {
    @TempDir
    private Path folder;

    @Test
    void theDriverSaysWhichGpusThisProcessSees() {
        String library = FakeCuda.in(folder).toString();
        Environment.set("FAKE_GPU", "Fake-T4 7 5");

        Environment.set("CUDA_VISIBLE_DEVICES", "1,0");
        assertThat(CudaDriver.gpus(library, folder.resolve("none")))
                .isEqualTo(new CudaGpus(
                        List.of(
                                new CudaDevice("Fake-T4", 75, 16L << 30, "0000:02:00.0"),
                                new CudaDevice("Fake-T4", 75, 16L << 30, "0000:01:00.0")),
                        "unknown",
                        "12.4"));

        Environment.set("CUDA_VISIBLE_DEVICES", "-1");
        assertThatThrownBy(() -> CudaDriver.gpus(library, folder.resolve("none")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("NVIDIA's driver has no GPU for this process (cuInit: CUDA_ERROR_NO_DEVICE)");
    }

    /** As the two kinds of kernel module write it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NVRM version: NVIDIA UNIX x86_64 Kernel Module  470.223.02  Sat Oct  7 15:39:11 UTC 2023 | 470.223.02",
                "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.65.06  Release Build  (dvs-builder@U22)  Sun Jul 27 | 580.65.06",
                "GCC version:  gcc version 9 | unknown"
            })
    void theKernelSaysTheDriversVersion(String text, String version) throws IOException {
        Path file = Files.writeString(folder.resolve("version"), text + "\n");
        Environment.set("CUDA_VISIBLE_DEVICES", "0");

        assertThat(CudaDriver.gpus(FakeCuda.in(folder).toString(), file).driver())
                .isEqualTo(version);
    }

    @Test
    void aMachineWithoutADriverSaysSo() {
        assertThatThrownBy(() -> CudaDriver.gpus("libcuda-none.so.1", folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("there is no NVIDIA driver (libcuda.so.1 is not found)");
    }
}
