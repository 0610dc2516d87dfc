package org.meanfield.storage;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Output stream that writes in chunks: for a large array, Java's local streams would allocate as much memory off the
 * heap.
 */
final class ChunkedOutput extends FilterOutputStream {
    private static final int CHUNK = 1 << 16;

    ChunkedOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; done += CHUNK) {
            out.write(bytes, offset + done, Math.min(CHUNK, length - done));
        }
    }
}
