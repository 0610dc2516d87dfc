package org.meanfield.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The inflated data of a PNG file, read chunk by chunk. */
final class PngStream {
    private final ByteBuffer file;
    private final Inflater inflater = new Inflater();
    private int chunk;

    /**
     * Creates the stream.
     *
     * @param file at the first byte of a chunk with data
     * @param chunk the length of that chunk
     */
    PngStream(ByteBuffer file, int chunk) {
        this.file = file;
        this.chunk = chunk;
    }

    /** Reads {@code length} bytes. */
    void read(byte[] target, int length) throws IOException {
        int done = 0;
        try {
            while (done < length) {
                int inflated = inflater.inflate(target, done, length - done);
                done += inflated;
                if (inflated == 0 && !feed()) {
                    throw new EOFException("it ends early");
                }
            }
        } catch (DataFormatException e) {
            throw damaged(e);
        }
    }

    /** Ends the stream and verifies its checksum, if there is one. */
    void close() throws IOException {
        try {
            byte[] rest = new byte[1];
            boolean more = true;
            while (more && inflater.inflate(rest) == 0) {
                more = feed();
            }
        } catch (DataFormatException e) {
            throw damaged(e);
        } finally {
            inflater.end();
        }
    }

    private static IOException damaged(DataFormatException e) {
        return new IOException(e.getMessage() == null ? "its data are damaged" : e.getMessage(), e);
    }

    /** Passes the next chunk, or its available part, to the inflater. */
    private boolean feed() {
        if (inflater.finished() || inflater.needsDictionary()) {
            return false;
        }
        while (chunk == 0) {
            chunk = PngFile.more(file);
        }
        if (chunk < 0 || !file.hasRemaining()) {
            return false;
        }
        int length = Math.min(chunk, file.remaining());
        inflater.setInput(file.slice(file.position(), length));
        file.position(file.position() + length);
        chunk -= length;
        return true;
    }
}
