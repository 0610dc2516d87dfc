package org.meanfield.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Input stream that reads another one a megabyte ahead on its own thread, so that inflating and consuming it overlap.
 */
public final class ReadAhead extends InputStream {
    /** Small enough not to be humongous objects for G1, even in the smallest heap. */
    private static final int CHUNK = 1 << 18;

    private static final int CHUNKS = 4;

    private final InputStream in;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(ReadAhead::daemon);
    private final Deque<Future<Chunk>> ahead = new ArrayDeque<>();
    private Chunk chunk = new Chunk(new byte[CHUNK], 0);
    private int position;

    /** The first {@code length} of some bytes. */
    private record Chunk(byte[] bytes, int length) {}

    public ReadAhead(InputStream in) {
        this.in = in;
        for (int i = 1; i < CHUNKS; i++) {
            fill(new byte[CHUNK]);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (position == chunk.length() && !advance()) {
            return -1;
        }
        int copied = Math.min(length, chunk.length() - position);
        System.arraycopy(chunk.bytes(), position, bytes, offset, copied);
        position += copied;
        return copied;
    }

    /** Stops the thread after its current read; the other stream stays open. */
    @Override
    public void close() {
        thread.shutdown();
    }

    private boolean advance() throws IOException {
        fill(chunk.bytes());
        try {
            chunk = ahead.remove().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            if (e.getCause() instanceof UncheckedIOException cause) { // of the store
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
        position = 0;
        return chunk.length() > 0;
    }

    private void fill(byte[] bytes) {
        ahead.add(thread.submit(() -> new Chunk(bytes, in.readNBytes(bytes, 0, bytes.length))));
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "read-ahead");
        thread.setDaemon(true);
        return thread;
    }
}
