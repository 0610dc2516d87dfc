package org.meanfield.data;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.testing.Fuzzed;
import org.meanfield.testing.IdxFiles;

/** Any bytes as a file of labels or of images. */
final class IdxFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.of(
                IdxFiles.labels(3),
                IdxFiles.images(1),
                IdxFiles.gzip(IdxFiles.labels(3)),
                IdxFiles.gzip(IdxFiles.images(2)),
                IdxFiles.file(new int[] {2051, 1_000_000, 28, 28}, new byte[8]));
    }

    @MethodSource("seeds")
    @FuzzTest
    void read(byte[] file) throws Exception {
        Fuzzed.read(() -> IdxFile.read("f", new ByteArrayInputStream(file)));
        Fuzzed.read(() -> IdxFile.read("f", new ByteArrayInputStream(file), 28, 28));
        Fuzzed.read(() -> IdxFile.count("f", new ByteArrayInputStream(file), 28, 28));
    }
}
