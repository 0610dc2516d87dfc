package org.meanfield.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.config.InvalidInputException;

/** Against what SciPy reads ({@code src/test/python/mat_files.py}). */
final class SvhnFileTest {
    private static final int IMAGES = 5;
    private static final int SIZE = 3072;

    private static final int UINT8 = 2;
    private static final int INT32 = 5;
    private static final int DOUBLE = 9;
    private static final int MATRIX = 14;
    private static final int COMPRESSED = 15;

    @ParameterizedTest
    @ValueSource(strings = {"compressed", "plain"})
    void readsWhatSciPyReads(String name) {
        assertThat(read(resource(name + ".mat"))).isEqualTo(resource("read.bin"));
        assertThat(new SvhnFile(name).count(new ByteArrayInputStream(resource(name + ".mat"))))
                .isEqualTo(IMAGES);
    }

    @Test
    void readsAFileOfOneImage() {
        byte[] all = resource("read.bin");
        byte[] one = Arrays.copyOf(all, SIZE + 1);
        one[SIZE] = all[IMAGES * SIZE];
        assertThat(read(resource("one.mat"))).isEqualTo(one);
    }

    @Test
    void readsBothByteOrdersAndAllTypesOfLabels() throws IOException {
        byte[] pixels = columns();
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            byte[] x = matrix(order, "X", 9, new int[] {32, 32, 3, IMAGES}, UINT8, pixels);
            byte[] labels = {1, 10, 3, 10, 9};
            ByteBuffer ints = ByteBuffer.allocate(20).order(order);
            ByteBuffer doubles = ByteBuffer.allocate(40).order(order);
            for (byte label : labels) {
                ints.putInt(label);
                doubles.putDouble(label);
            }
            byte[] y = matrix(order, "y", 9, new int[] {IMAGES, 1}, UINT8, labels);
            byte[] y32 = matrix(order, "y", 12, new int[] {IMAGES, 1}, INT32, ints.array());
            byte[] y64 = matrix(order, "y", 6, new int[] {1, IMAGES}, DOUBLE, doubles.array());
            byte[] expected = resource("read.bin");

            assertThat(read(file(order, x, y))).isEqualTo(expected);
            assertThat(read(file(order, y32, x))).isEqualTo(expected);
            assertThat(read(file(order, deflated(order, y64), deflated(order, x))))
                    .isEqualTo(expected);
            assertThat(read(file(order, deflated(order, x), y))).isEqualTo(expected);
        }
    }

    @Test
    void readsLabelsThatAreSqueezedIntoTheirTag() {
        byte[] x = matrix(ByteOrder.LITTLE_ENDIAN, "X", 9, new int[] {32, 32, 3}, UINT8, new byte[SIZE]);
        byte[] y = matrix(ByteOrder.LITTLE_ENDIAN, "y", 9, new int[] {1, 1}, UINT8, new byte[] {10});
        byte[] expected = new byte[SIZE + 1];
        assertThat(read(file(ByteOrder.LITTLE_ENDIAN, x, y))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    wide      | X of f is uint16 32×32×3×5 but must be uint8 32×32×3×N with N in 1 … 1200000
                    turned    | X of f is uint8 5×3×32×32 but must be uint8 32×32×3×N with N in 1 … 1200000
                    short     | number of labels in f is 4 but must be 5, as many as there are images
                    eleven    | label 1 of f is 11.0 but must be a whole number in 1 … 10, which stands for the digit 0
                    text      | y of f is char 1×3 but must be numbers, N×1 with N in 1 … 1200000
                    without-y | f has no variable y but must have X and y
                    """)
    void refusesWhatIsSomethingElse(String name, String message) {
        assertThatThrownBy(() -> read(resource(name + ".mat")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }

    @Test
    void refusesTwoOfAKind() {
        ByteOrder order = ByteOrder.LITTLE_ENDIAN;
        byte[] x = matrix(order, "X", 9, new int[] {32, 32, 3, 1}, UINT8, new byte[SIZE]);
        byte[] y = matrix(order, "y", 9, new int[] {1, 1}, UINT8, new byte[] {1});
        for (byte[] file : new byte[][] {file(order, x, x, y), file(order, x, y, x)}) {
            assertThatThrownBy(() -> read(file))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("f has X twice but must have it once");
        }
        assertThatThrownBy(() -> read(file(order, y, x, y))).hasMessage("f has y twice but must have it once");
    }

    @Test
    void refusesOtherKindsOfFiles() {
        byte[] hdf5 = new byte[1000];
        System.arraycopy("MATLAB 7.3 MAT-file".getBytes(StandardCharsets.US_ASCII), 0, hdf5, 0, 19);
        System.arraycopy(new byte[] {0, 2, 'I', 'M'}, 0, hdf5, 124, 4);
        String sevenThree = "f is a MATLAB 7.3 file (HDF5) but must be one of level 5, which MATLAB saves with -v7";
        assertThatThrownBy(() -> read(hdf5)).hasMessage(sevenThree);
        assertThatThrownBy(() -> read(new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n'}))
                .hasMessage(sevenThree);
        for (byte[] other : new byte[][] {
            {}, new byte[2000], "<html>Not found</html>".repeat(50).getBytes(StandardCharsets.US_ASCII)
        }) {
            assertThatThrownBy(() -> read(other))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("f is another kind of file but must be a MATLAB file of level 5");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compressed", "plain"})
    void refusesAFileThatEndsEarlyWhereverItDoes(String name) {
        byte[] whole = resource(name + ".mat");
        for (int length = 129; length < whole.length; length += 97) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(InvalidInputException.class)
                    .message()
                    .matches("f ends early but must be whole|f has no variable [Xy] but must have X and y");
        }
    }

    /** zlib's checksum finds any change of the pixels. */
    @Test
    void refusesAFileWithAChangedByte() {
        byte[] whole = resource("compressed.mat");
        for (int at = 128; at < whole.length; at += 31) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x10;
            assertThatThrownBy(() -> read(changed)).as("byte %d", at).isInstanceOf(InvalidInputException.class);
        }
        byte[] checksum = whole.clone();
        int end = 136 + ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(132);
        checksum[end - 1] ^= 1;
        assertThatThrownBy(() -> read(checksum)).hasMessage("f is broken (incorrect data check) but must be whole");
    }

    @Test
    void refusesSizesThatCannotBe() {
        ByteOrder order = ByteOrder.LITTLE_ENDIAN;
        byte[] huge = matrix(order, "X", 9, new int[] {32, 32, 3, 2_000_000_000}, UINT8, new byte[8]);
        assertThatThrownBy(() -> read(file(order, huge)))
                .hasMessage("X of f is uint8 32×32×3×2000000000 but must be uint8 32×32×3×N with N in 1 … 1200000");
        byte[] few = matrix(order, "X", 9, new int[] {32, 32, 3, 2}, UINT8, new byte[SIZE]);
        assertThatThrownBy(() -> read(file(order, few)))
                .hasMessage("f is broken (X has fewer values than its dimensions say) but must be whole");
        byte[] many = matrix(order, "X", 9, new int[] {32, 32, 3, 1}, UINT8, new byte[2 * SIZE]);
        assertThatThrownBy(() -> read(file(order, many)))
                .hasMessage("f is broken (X has more values than its dimensions say) but must be whole");
        byte[] longName = matrix(order, "n".repeat(5000), 9, new int[] {1, 1}, UINT8, new byte[8]);
        assertThatThrownBy(() -> read(file(order, longName)))
                .hasMessage("f is broken (an element of 5000 bytes where at most 4096 are allowed) but must be whole");
    }

    private static byte[] read(byte[] file) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] labels = new SvhnFile("f")
                .read(new ByteArrayInputStream(file), (pixels, images) -> read.write(pixels, 0, images * SIZE));
        read.writeBytes(labels);
        return read.toByteArray();
    }

    /** The pixels of SciPy's file as MATLAB orders them. */
    private static byte[] columns() {
        byte[] rows = resource("read.bin");
        byte[] columns = new byte[IMAGES * SIZE];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = rows[i / 1024 * 1024 + i % 32 * 32 + i % 1024 / 32];
        }
        return columns;
    }

    private static byte[] resource(String name) {
        try (InputStream in = SvhnFileTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] file(ByteOrder order, byte[]... elements) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ByteBuffer header = ByteBuffer.allocate(128).order(order);
        header.putShort(124, (short) 0x0100).putShort(126, (short) ('M' << 8 | 'I'));
        file.writeBytes(header.array());
        for (byte[] element : elements) {
            file.writeBytes(element);
        }
        return file.toByteArray();
    }

    private static byte[] deflated(ByteOrder order, byte[] element) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(element);
        }
        ByteBuffer whole = ByteBuffer.allocate(8 + bytes.size()).order(order);
        return whole.putInt(COMPRESSED)
                .putInt(bytes.size())
                .put(bytes.toByteArray())
                .array();
    }

    private static byte[] matrix(
            ByteOrder order, String name, int matlabClass, int[] dimensions, int type, byte[] values) {
        ByteBuffer sizes = ByteBuffer.allocate(4 * dimensions.length).order(order);
        Arrays.stream(dimensions).forEach(sizes::putInt);
        ByteBuffer flags = ByteBuffer.allocate(8).order(order).putInt(matlabClass);
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        parts.writeBytes(element(order, 6, flags.array()));
        parts.writeBytes(element(order, INT32, sizes.array()));
        parts.writeBytes(element(order, 1, name.getBytes(StandardCharsets.US_ASCII)));
        parts.writeBytes(element(order, type, values));
        return element(order, MATRIX, parts.toByteArray());
    }

    /** With up to four bytes in its tag, as MATLAB does it. */
    private static byte[] element(ByteOrder order, int type, byte[] values) {
        if (values.length <= 4) {
            ByteBuffer small = ByteBuffer.allocate(8).order(order).putInt(values.length << 16 | type);
            return small.put(values).array();
        }
        ByteBuffer element =
                ByteBuffer.allocate(8 + (values.length + 7) / 8 * 8).order(order);
        return element.putInt(type).putInt(values.length).put(values).array();
    }
}
