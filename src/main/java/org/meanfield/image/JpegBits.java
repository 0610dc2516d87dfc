package org.meanfield.image;

import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;

/**
 * A sequential reader of the bytes and bits of a JPEG file. Damage between two markers is skipped as by the
 * Independent JPEG Group's library, which only warns; a file that ends early is an {@link EOFException}.
 */
final class JpegBits {
    private static final int MARK = 0xff;
    private static final int FIRST_FRAME = 0xc0;
    private static final int FIRST_RESTART = 0xd0;
    private static final int RESTARTS = 8;

    private final byte[] file;
    private int at;
    private long buffer;
    private int filled;
    /** A marker that has been read and not yet consumed; 0 for none. */
    private int marker;

    private boolean starved;
    private String mended = "";

    JpegBits(byte[] file) {
        this.file = file;
    }

    /** Records damage that was tolerated. */
    void mend(String what) {
        mended = mended.isEmpty() ? what : mended;
    }

    /** Returns the first damage that was tolerated; empty if there was none. */
    String mended() {
        return mended;
    }

    /** Returns the number of bytes that have not been read. */
    int left() {
        return file.length - at;
    }

    int octet() throws EOFException {
        if (at >= file.length) {
            throw new EOFException("it ends early");
        }
        return file[at++] & 0xff;
    }

    int word() throws EOFException {
        return octet() << Byte.SIZE | octet();
    }

    /** Reads {@code length} bytes. */
    byte[] octets(int length) throws EOFException {
        if (length > file.length - at) {
            throw new EOFException("it ends early");
        }
        byte[] read = new byte[length];
        System.arraycopy(file, at, read, 0, length);
        at += length;
        return read;
    }

    /** Returns the next marker; bytes before it are skipped. */
    int marker() throws EOFException {
        if (marker == 0) {
            int skipped = 0;
            do {
                int next = octet();
                while (next != MARK) {
                    skipped++;
                    next = octet();
                }
                while (next == MARK) {
                    next = octet();
                }
                marker = next;
                skipped += marker == 0 ? 2 : 0;
            } while (marker == 0);
            if (skipped > 0) {
                mend(String.format(Locale.ROOT, "%d extraneous bytes before a marker", skipped));
            }
        }
        int found = marker;
        marker = 0;
        return found;
    }

    /** Returns whether only bytes without any marker are left, and some. */
    boolean hasOnlyRest() {
        int next = at;
        while (next + 1 < file.length && ((file[next] & 0xff) != MARK || file[next + 1] == 0)) {
            next++;
        }
        return marker == 0 && at < file.length && next + 1 >= file.length;
    }

    /** Starts reading entropy-coded bits. */
    void begin() {
        buffer = 0;
        filled = 0;
        starved = false;
    }

    /** Returns whether there are no more bits before a marker, and there have not been enough. */
    boolean isStarved() {
        return starved;
    }

    /** Returns whether {@link #isStarved} remains true after any restart. */
    boolean isOver() {
        return starved && marker >= FIRST_FRAME && !isRestart(marker);
    }

    /** Ends entropy-coded bits; the rest of the last byte is padding. */
    void end() {
        if (filled >= Byte.SIZE) {
            mend(String.format(Locale.ROOT, "%d extraneous bytes before a marker", filled / Byte.SIZE));
        }
        filled = 0;
        buffer = 0;
    }

    /** Skips the restart marker {@code number}, from 0 to 7, or resynchronizes if it is missing. */
    void restart(int number) throws EOFException {
        end();
        int found = marker();
        if (found != FIRST_RESTART + number) {
            mend("a restart is missing");
            while (isBefore(found, number)) {
                found = marker();
            }
            if (isAfter(found, number)) {
                marker = found;
            }
        }
        if (marker == 0) {
            starved = false;
        }
    }

    private static boolean isBefore(int found, int number) {
        int steps = (found - FIRST_RESTART - number) & (RESTARTS - 1);
        return found < FIRST_FRAME || (isRestart(found) && steps >= RESTARTS - 2);
    }

    private static boolean isAfter(int found, int number) {
        int steps = (found - FIRST_RESTART - number) & (RESTARTS - 1);
        return !isRestart(found) || steps == 1 || steps == 2;
    }

    private static boolean isRestart(int found) {
        return found >= FIRST_RESTART && found < FIRST_RESTART + RESTARTS;
    }

    /** Returns the next {@code count} bits, at most 16, without consuming them. */
    int peek(int count) throws EOFException {
        if (filled < count) {
            fill();
        }
        // The last bit is followed by zeros.
        return (int) (filled >= count ? buffer >> (filled - count) : buffer << (count - filled)) & (1 << count) - 1;
    }

    /** Skips {@code count} bits. */
    void skip(int count) {
        if (count > filled) {
            if (!starved) {
                mend("a part of the data is missing");
            }
            starved = true;
            filled = 0;
            buffer = 0;
        } else {
            filled -= count;
        }
    }

    /** Returns the next {@code count} bits, at most 16. */
    int bits(int count) throws EOFException {
        int read = peek(count);
        skip(count);
        return read;
    }

    /** Returns the next number of {@code size} bits, whose first one is 0 where it is negative. */
    int number(int size) throws IOException {
        if (size == 0) {
            return 0;
        }
        int read = bits(size);
        return read < 1 << (size - 1) ? read - (1 << size) + 1 : read;
    }

    private void fill() throws EOFException {
        while (marker == 0 && filled <= Long.SIZE - Byte.SIZE) {
            int next = octet();
            if (next == MARK) {
                int after = octet();
                while (after == MARK) {
                    after = octet();
                }
                if (after != 0) {
                    marker = after;
                    return;
                }
            }
            buffer = buffer << Byte.SIZE | next;
            filled += Byte.SIZE;
        }
    }
}
