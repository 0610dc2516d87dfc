package org.meanfield.storage;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Input stream of the next {@code bytes} bytes of another; an earlier end is an {@link EOFException}. */
public final class LimitedInput extends InputStream {
    private static final int SCRATCH = 1 << 14;

    private final InputStream in;
    private long left;

    public LimitedInput(InputStream in, long bytes) {
        this.in = in;
        this.left = bytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int read = in.read(bytes, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw new EOFException("%d bytes are missing".formatted(left));
        }
        left -= read;
        return read;
    }

    /** Returns how many bytes are left. */
    public long left() {
        return left;
    }

    /** Reads what is left. */
    public void skipRest() throws IOException {
        byte[] scratch = new byte[SCRATCH];
        while (left > 0) {
            read(scratch, 0, scratch.length);
        }
    }

    /** Returns the first byte after the end, or −1 if there is none. */
    public int beyond() throws IOException {
        return in.read();
    }

    /** Reads exactly {@code size} bytes. */
    public static byte[] readFully(InputStream in, int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException("%d bytes are missing".formatted(size - bytes.length));
        }
        return bytes;
    }
}
