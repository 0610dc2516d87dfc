package org.meanfield.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/** A {@code libcuda.so.1} without GPUs, compiled from {@code libcuda.c}. */
public final class FakeCuda {
    private FakeCuda() {}

    /** Compiles it into a folder; where there is no C compiler the test is skipped. */
    public static Path in(Path folder) {
        assumeTrue(Program.run("bash", "-c", "command -v cc").code() == 0, "there is no C compiler");
        Path library = folder.resolve("libcuda.so.1");
        Program.Result compiled = Program.run(
                "cc", "-shared", "-fPIC", "-o", library.toString(), "src/test/resources/org/meanfield/model/libcuda.c");
        if (compiled.code() != 0) {
            throw new AssertionError(compiled.err());
        }
        return library;
    }
}
