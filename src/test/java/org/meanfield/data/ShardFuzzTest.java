package org.meanfield.data;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.image.ImageShape;
import org.meanfield.testing.Fuzzed;

/** Any bytes as a shard. */
final class ShardFuzzTest {
    private static final ImageShape SHAPE = new ImageShape(1, 2, 2);

    static List<byte[]> seeds() throws IOException {
        return List.of(seed(1), seed(5));
    }

    private static byte[] seed(int count) throws IOException {
        Path folder = Files.createTempDirectory("seed");
        Path file = folder.resolve("a");
        try {
            ShardFile.Images images = new ShardFile.Images(
                    SHAPE,
                    0,
                    new byte[count],
                    new byte[count],
                    IntStream.range(0, count).toArray());
            ShardFile.write(
                    folder.toString(), "a", Split.TRAIN, images, (from, to, target) -> Arrays.fill(target, (byte) 7));
            return Files.readAllBytes(file);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    @MethodSource("seeds")
    @FuzzTest
    void read(byte[] file) throws Exception {
        String path = Fuzzed.file("shard", file).toString();
        Fuzzed.read(() -> ShardFile.read(path, SHAPE, 0, 4, ByteBuffer.allocate(16), ByteBuffer.allocate(4)));
    }
}
