package org.meanfield.data;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.testing.Fuzzed;

/** Any bytes as a MATLAB file. */
final class MatFuzzTest {
    static List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (String name : List.of("one", "compressed", "wide", "turned", "text")) {
            try (InputStream file = MatFuzzTest.class.getResourceAsStream(name + ".mat")) {
                seeds.add(file.readAllBytes());
            }
        }
        return seeds;
    }

    @MethodSource("seeds")
    @FuzzTest
    void read(byte[] file) throws Exception {
        SvhnFile svhn = new SvhnFile("f");
        Fuzzed.read(() -> svhn.count(new ByteArrayInputStream(file)));
        Fuzzed.read(() -> svhn.read(new ByteArrayInputStream(file), (pixels, images) -> {}));
    }
}
