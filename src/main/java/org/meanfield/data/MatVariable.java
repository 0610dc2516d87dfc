package org.meanfield.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipException;

/**
 * An array in a MATLAB file.
 *
 * @param matlabClass its class in MATLAB: 4 is char, 9 uint8, and so on
 * @param dimensions its size; the values are in column-major order
 * @param storage the type of its values in the file, which may be narrower than its class
 * @param values the bytes of its values, once; none for an array that is not of numbers
 */
record MatVariable(String name, int matlabClass, int[] dimensions, int storage, ByteOrder order, InputStream values) {
    static final int UINT8_CLASS = 9;
    static final int UINT8 = 2;

    private static final List<String> CLASSES = List.of(
            "0", "cell", "struct", "object", "char", "sparse", "double", "single", "int8", "uint8", "int16", "uint16",
            "int32", "uint32", "int64", "uint64");
    private static final int DOUBLE_CLASS = 6;

    static boolean isNumeric(int matlabClass) {
        return matlabClass >= DOUBLE_CLASS && matlabClass < CLASSES.size();
    }

    /** Returns class and size in MATLAB's form, for instance {@code uint8 32×32×3×5}. */
    String described() {
        String type = matlabClass < CLASSES.size() ? CLASSES.get(matlabClass) : "of class " + matlabClass;
        return type + " "
                + Arrays.stream(dimensions).mapToObj(Integer::toString).collect(Collectors.joining("×"));
    }

    /** Reads {@code count} values, whatever their type in the file, as doubles. */
    double[] read(int count) throws IOException {
        int width = width();
        byte[] bytes = values.readNBytes(count * width);
        if (bytes.length < count * width) {
            throw new EOFException("%s has %d bytes instead of %d".formatted(name, bytes.length, count * width));
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
        double[] read = new double[count];
        for (int i = 0; i < count; i++) {
            read[i] = value(buffer, i * width);
        }
        return read;
    }

    private int width() throws ZipException {
        return switch (storage) {
            case 1, UINT8 -> 1;
            case 3, 4 -> Short.BYTES;
            case 5, 6, 7 -> Integer.BYTES;
            case 9, 12, 13 -> Long.BYTES;
            default -> throw new ZipException("%s has values of type %d".formatted(name, storage));
        };
    }

    private double value(ByteBuffer buffer, int at) {
        return switch (storage) {
            case 1 -> buffer.get(at);
            case UINT8 -> buffer.get(at) & 0xff;
            case 3 -> buffer.getShort(at);
            case 4 -> buffer.getShort(at) & 0xffff;
            case 5 -> buffer.getInt(at);
            case 6 -> Integer.toUnsignedLong(buffer.getInt(at));
            case 7 -> buffer.getFloat(at);
            case 9 -> buffer.getDouble(at);
            default -> buffer.getLong(at);
        };
    }
}
