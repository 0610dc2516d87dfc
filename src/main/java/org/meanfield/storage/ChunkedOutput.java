package org.meanfield.storage;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Output stream that writes in chunks: for a large array, Java's local streams would allocate as much memory off the
 * heap. It remembers the first failure.
 */
final class ChunkedOutput extends FilterOutputStream {
    private static final int CHUNK = 1 << 16;

    private Optional<IOException> failure = Optional.empty();

    private ChunkedOutput(OutputStream out) {
        super(out);
    }

    /** Writes to a stream, which stays open. Throws the store's own error, which a library that writes may have wrapped. */
    static void fill(OutputStream stream, Storage.Content content) throws IOException {
        ChunkedOutput out = new ChunkedOutput(stream);
        try {
            content.writeTo(out);
        } catch (RuntimeException e) {
            if (out.failure.isPresent()) {
                throw out.failure.get();
            }
            throw e;
        }
    }

    /** Its stream is closed by those who know that all is written. */
    @Override
    public void close() throws IOException {
        flush();
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            for (int done = 0; done < length; done += CHUNK) {
                out.write(bytes, offset + done, Math.min(CHUNK, length - done));
            }
        } catch (IOException e) {
            failure = failure.or(() -> Optional.of(e));
            throw e;
        }
    }
}
