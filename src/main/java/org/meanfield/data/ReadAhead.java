package org.meanfield.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads another stream a megabyte ahead on a thread of its own, so that inflating it and using it go on side by side. */
final class ReadAhead extends InputStream {
    private static final int CHUNK = 1 << 20;

    private final InputStream in;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(ReadAhead::daemon);
    private Future<byte[]> next;
    private byte[] chunk = {};
    private int position;

    ReadAhead(InputStream in) {
        this.in = in;
        this.next = thread.submit(this::readChunk);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (position == chunk.length && !advance()) {
            return -1;
        }
        int copied = Math.min(length, chunk.length - position);
        System.arraycopy(chunk, position, bytes, offset, copied);
        position += copied;
        return copied;
    }

    /** Ends the thread, once it has read its megabyte; the other stream stays open. */
    @Override
    public void close() {
        thread.shutdown();
    }

    private boolean advance() throws IOException {
        try {
            chunk = next.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
        position = 0;
        if (chunk.length > 0) {
            next = thread.submit(this::readChunk);
        }
        return chunk.length > 0;
    }

    private byte[] readChunk() throws IOException {
        byte[] bytes = new byte[CHUNK];
        int read = in.readNBytes(bytes, 0, CHUNK);
        return read == CHUNK ? bytes : Arrays.copyOf(bytes, read);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "read-ahead");
        thread.setDaemon(true);
        return thread;
    }
}
