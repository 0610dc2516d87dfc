package org.meanfield.data;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.image.ImageShape;
import org.meanfield.image.LabelledImages;
import org.meanfield.testing.Fuzzed;

/** Any bytes as a file of NumPy. */
final class NpyFuzzTest {
    static List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (String name : List.of("coloured", "grey", "labels", "objects", "records", "version-2")) {
            try (InputStream file = NpyFuzzTest.class.getResourceAsStream(name + ".npy")) {
                seeds.add(file.readAllBytes());
            }
        }
        return seeds;
    }

    @MethodSource("seeds")
    @FuzzTest
    void read(byte[] bytes) throws Exception {
        Fuzzed.read(() -> NpyFile.read("f", new ByteArrayInputStream(bytes)).checkLength(bytes.length));
        String file = Fuzzed.file("array.npy", bytes).toString();
        Fuzzed.read(() -> NpyFile.open(file).labels());
        Fuzzed.read(() -> {
            NpyFile array = NpyFile.open(file);
            ImageShape shape = array.imageShape();
            if (array.count() > 0) {
                array.inPlaceOf(new LabelledImages(shape, new byte[shape.size()], new byte[1]), array.count() - 1);
            }
        });
    }
}
