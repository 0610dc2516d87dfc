package org.meanfield.storage;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import org.apache.parquet.io.SeekableInputStream;

/**
 * The footer of a Parquet file as Thrift's compact protocol has it, walked through before Parquet reads it, which would take
 * memory for as many elements as a list claims to have.
 */
final class ParquetFooter {
    /** Those of our files have a few kilobytes for each row group. */
    private static final int MOST_BYTES = 64 << 20;

    private static final int MOST_DEPTH = 32;
    private static final int TAIL = 8;
    private static final int STOP = 0;
    private static final int LONG_SIZE = 15;

    private final ByteBuffer bytes;

    private ParquetFooter(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** Checks the footer of a file of {@code length} bytes; what is no Parquet file at all is left to Parquet. */
    static void check(SeekableInputStream in, long length) throws IOException {
        if (length < TAIL) {
            return;
        }
        ByteBuffer tail = ByteBuffer.allocate(TAIL).order(ByteOrder.LITTLE_ENDIAN);
        in.seek(length - TAIL);
        in.readFully(tail.array());
        int size = tail.getInt(0);
        if (size < 0 || size > length - TAIL) {
            return;
        }
        ParquetInput.require(size <= MOST_BYTES, String.format(Locale.ROOT, "a footer of %d bytes", size));
        byte[] footer = new byte[size];
        in.seek(length - TAIL - size);
        in.readFully(footer);
        check(footer);
    }

    static void check(byte[] footer) {
        try {
            new ParquetFooter(ByteBuffer.wrap(footer)).struct(0);
        } catch (BufferUnderflowException e) {
            throw new BrokenParquet.ContentException("a footer that ends early");
        }
    }

    private void struct(int depth) {
        ParquetInput.require(depth < MOST_DEPTH, "a footer too deep");
        for (int header = bytes.get(); (header & 15) != STOP; header = bytes.get()) {
            if ((header >> 4 & 15) == 0) {
                number(); // of the field, where it isn't near that of the one before
            }
            int type = header & 15;
            if (type > 2) { // a field's truth value is in its type
                value(type, depth + 1);
            }
        }
    }

    private void value(int type, int depth) {
        switch (type) {
            case 1, 2, 3 -> bytes.get();
            case 4, 5, 6 -> number();
            case 7 -> skip(Double.BYTES);
            case 8 -> skip(number());
            case 9, 10 -> list(depth);
            case 12 -> struct(depth);
            default -> throw new BrokenParquet.ContentException(String.format(Locale.ROOT, "a field of type %d", type));
        }
    }

    private void list(int depth) {
        ParquetInput.require(depth < MOST_DEPTH, "a footer too deep");
        int header = bytes.get();
        int type = header & 15;
        long size = header >> 4 & 15;
        size = size == LONG_SIZE ? number() : size;
        ParquetInput.require(size <= bytes.remaining(), "a list that claims too many elements");
        for (long i = 0; i < size; i++) {
            value(type, depth + 1);
        }
    }

    private void skip(long size) {
        ParquetInput.require(size <= bytes.remaining(), "a text that claims too many bytes");
        bytes.position(bytes.position() + (int) size);
    }

    /** Reads a number without a sign. */
    private long number() {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int bits = bytes.get();
            number |= (bits & 0x7fL) << shift;
            if (bits >= 0) {
                ParquetInput.require(number >= 0, "a number too large");
                return number;
            }
        }
        throw new BrokenParquet.ContentException("a number too long");
    }
}
