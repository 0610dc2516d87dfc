package org.meanfield.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.config.InvalidInputException;
import org.meanfield.testing.Allocated;
import org.meanfield.testing.IdxFiles;

/** Small files that inflate to large ones, or say that they do: refused before memory is taken. */
final class BombsTest {
    private static final int LARGE = 64 << 20;
    private static final int LITTLE = 8 << 20;

    @Test
    void aGzipFileIsInflatedNoFurtherThanItsHeaderSays() {
        byte[] bomb = IdxFiles.gzip(IdxFiles.file(new int[] {2051, 1, 28, 28}, new byte[LARGE]));

        assertThat(bomb.length).isLessThan(100_000);
        assertRefused(
                () -> IdxFile.read("f", new ByteArrayInputStream(bomb), 28, 28),
                "number of bytes after the header of f is more than 784 but must be 784");
    }

    @Test
    void aHeaderCannotPromiseMoreThanDeflateCanHold(@TempDir Path folder) throws IOException {
        byte[] bomb = IdxFiles.gzip(IdxFiles.file(new int[] {2051, 1_000_000, 28, 28}, new byte[1000]));
        Path file = Files.write(folder.resolve("train-images-idx3-ubyte.gz"), bomb);
        IdxSource source = new IdxSource(folder.toString(), "file:/none", false, 0, List.of(), IdxSource.DIGITS);

        assertRefused(
                () -> source.count(source.parts().get(0)),
                String.format(
                        "size of the values of %s is 784,000,000 bytes by its header but must be at most %,d, 1,032 times its length",
                        file, 1032 * bomb.length));
    }

    @Test
    void valuesThatDoNotFitTheHeapAreNotRead() {
        long heap = Runtime.getRuntime().maxMemory();
        assertThatThrownBy(() -> PromisedSize.checkMemory("f", heap, "read", ""))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(String.format(
                        "f takes %,d MB to read and there are %,d: raise the heap", heap >> 20, (heap / 4 * 3) >> 20));
    }

    @Test
    void anArrayInAMatlabFileEndsWithItsValues() throws IOException {
        for (String name : List.of("X", "y")) {
            int[] size = name.equals("X") ? new int[] {32, 32, 3, 1} : new int[] {1, 1};
            int bytes = name.equals("X") ? SvhnFile.SHAPE.size() : 1;
            byte[] bomb = matlab(name, size, bytes);

            assertThat(bomb.length).isLessThan(100_000);
            assertRefused(
                    () -> new SvhnFile("f").read(new ByteArrayInputStream(bomb), (pixels, images) -> {}),
                    "f is broken (%d bytes more in an array than its values) but must be whole"
                            .formatted(LARGE + (8 - bytes % 8) % 8)); // values are padded to eight bytes
        }
    }

    @Test
    void aVariableThatIsNotReadIsNotInflated() throws IOException {
        byte[] bomb = matlab("Z", new int[] {1, 1}, 1);

        assertRefused(
                () -> new SvhnFile("f").read(new ByteArrayInputStream(bomb), (pixels, images) -> {}),
                "f has no variable X but must have X and y");
    }

    /** Returns a file with one variable, with so many bytes of values, and zeros behind them. */
    private static byte[] matlab(String name, int[] size, int bytes) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(1 << 13).order(ByteOrder.LITTLE_ENDIAN);
        int padded = (bytes + 7) / 8 * 8;
        head.putInt(14).putInt(16 + 8 + size.length * 4 + 16 + padded + LARGE);
        head.putInt(6).putInt(8).putInt(9).putInt(0);
        head.putInt(5).putInt(size.length * 4);
        for (int side : size) {
            head.putInt(side);
        }
        head.putInt(1 << 16 | 1).put((byte) name.charAt(0)).put(new byte[3]);
        head.putInt(2).putInt(bytes).put((byte) 1).put(new byte[padded - 1]);
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(element)) {
            out.write(head.array(), 0, head.position());
            out.write(new byte[LARGE]);
        }
        ByteBuffer file = ByteBuffer.allocate(128 + 8 + element.size()).order(ByteOrder.LITTLE_ENDIAN);
        file.putShort(124, (short) 0x0100).putShort(126, (short) ('M' << 8 | 'I'));
        file.position(128);
        return file.putInt(15).putInt(element.size()).put(element.toByteArray()).array();
    }

    private static void assertRefused(Runnable reading, String message) {
        Throwable[] thrown = {catchThrowable(reading::run)}; // once for the classes
        long allocated = Allocated.by(() -> thrown[0] = catchThrowable(reading::run));
        assertThat(thrown[0]).isInstanceOf(InvalidInputException.class).hasMessage(message);
        assertThat(allocated).isLessThan(LITTLE);
    }
}
