package org.meanfield.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/** Small IDX files for tests. */
public final class IdxFiles {
    private IdxFiles() {}

    /** Images of one value each, 28×28: image i is filled with i. */
    public static byte[] images(int count) {
        byte[] pixels = new byte[count * 784];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i / 784);
        }
        return file(new int[] {2051, count, 28, 28}, pixels);
    }

    /** Labels 0 … 9, over and over. */
    public static byte[] labels(int count) {
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) (i % 10);
        }
        return file(new int[] {2049, count}, labels);
    }

    public static byte[] file(int[] header, byte[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * header.length + values.length);
        for (int number : header) {
            buffer.putInt(number);
        }
        return buffer.put(values).array();
    }

    public static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
