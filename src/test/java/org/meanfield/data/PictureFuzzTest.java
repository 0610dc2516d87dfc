package org.meanfield.data;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.image.ImageShape;
import org.meanfield.testing.Fuzzed;

/** Any bytes as a PNG or JPEG file. */
final class PictureFuzzTest {
    private static final ImageShape SHAPE = new ImageShape(3, 8, 8);
    /** So small that what a header may claim is decoded in a moment. */
    private static final int MAX_SIDE = 2048;

    private static final int MAX_PIXELS = 1 << 20;
    private static final int SHORT = 2000;

    /** Every kind of PNG and JPEG that Pillow writes, where it is short. */
    static List<byte[]> seeds() throws IOException {
        try (InputStream csv = PictureFuzzTest.class.getResourceAsStream("pictures.csv")) {
            return new String(csv.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(",", -1)[1])
                    .distinct()
                    .map(Base64.getDecoder()::decode)
                    .filter(file -> file.length < SHORT)
                    .toList();
        }
    }

    @MethodSource("seeds")
    @FuzzTest
    void read(byte[] file) throws Exception {
        byte[] pixels = new byte[SHAPE.size()];
        Fuzzed.read(() -> new PictureReader(SHAPE, MAX_SIDE, MAX_PIXELS).read("f", file, pixels, 0));
    }
}
