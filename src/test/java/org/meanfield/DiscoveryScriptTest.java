package org.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanfield.testing.Program;

/** What {@code conf/gpus.sh} tells Spark, with an {@code nvidia-smi} of the test's. */
final class DiscoveryScriptTest {
    /** As drivers print {@code --query-gpu=index,compute_cap --format=csv,noheader}. */
    private static final String SIX = "0, 3.5\n1, 3.7\n2, 7.5\n3, 8.9\n4, 9.0\n5, 12.0";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "torch | \"2\",\"3\",\"4\",\"5\"",
                "torch-cuda12 | \"2\",\"3\",\"4\"",
                "dl4j | \"1\",\"2\",\"3\"",
                "'' | \"2\",\"3\",\"4\",\"5\""
            })
    void anEngineIsGivenTheGpusThatItHasCodeFor(String engine, String addresses) throws IOException {
        Program.Result found = run("echo '%s'".formatted(SIX), engine);
        assertThat(found.code()).isZero();
        assertThat(found.out()).isEqualTo("{\"name\":\"gpu\",\"addresses\":[%s]}\n".formatted(addresses));
    }

    @Test
    void whatItLeavesOutItSays() throws IOException {
        assertThat(run("echo '0, 3.5'; echo '1, [N/A]'", "dl4j"))
                .isEqualTo(new Program.Result(
                        0,
                        "{\"name\":\"gpu\",\"addresses\":[]}\n",
                        "GPU 0 has compute capability 3.5, which engine dl4j does not take\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "echo 'No devices were found'; exit 6 | nvidia-smi finds no GPU: No devices were found",
                "echo 'NVIDIA-SMI has failed because it could not'; echo 'talk to the driver'; exit 9"
                        + " | nvidia-smi finds no GPU: NVIDIA-SMI has failed because it could not talk to the driver"
            })
    void noGpuIsAnEmptyList(String smi, String line) throws IOException {
        assertThat(run(smi, "torch"))
                .isEqualTo(new Program.Result(0, "{\"name\":\"gpu\",\"addresses\":[]}\n", line + "\n"));
    }

    @Test
    void noToolIsAnEmptyList() {
        assertThat(Program.run(Map.of("PATH", folder.toString()), List.of("/bin/bash", "conf/gpus.sh")))
                .isEqualTo(new Program.Result(
                        0, "{\"name\":\"gpu\",\"addresses\":[]}\n", "There is no nvidia-smi, so no GPU\n"));
    }

    @Test
    void anotherEngineIsRefused() throws IOException {
        assertThat(run("echo '0, 8.0'", "jax"))
                .isEqualTo(new Program.Result(
                        2, "", "MEANFIELD_GPU_ENGINE is jax but must be torch, torch-cuda12 or dl4j\n"));
    }

    private Program.Result run(String smi, String engine) throws IOException {
        Path tool = Files.writeString(folder.resolve("nvidia-smi"), "#!/bin/bash\n" + smi + "\n");
        assertThat(tool.toFile().setExecutable(true)).isTrue();
        String path = folder + ":" + System.getenv("PATH");
        return Program.run(Map.of("PATH", path, "MEANFIELD_GPU_ENGINE", engine), List.of("conf/gpus.sh"));
    }
}
