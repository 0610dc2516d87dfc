package org.meanfield.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * A store of local files, {@code flaky:/…}, whose connections are reset in the middle of a body: each stream, for reading or
 * writing, carries so many bytes at most. Every second one of those for reading ends without an error, as a proxy may do it. A
 * full one has no room beyond a number of bytes.
 */
public final class FlakyStore extends RawLocalFileSystem {
    private static final String CARRIES = "meanfield.test.carries";
    private static final String ROOM = "meanfield.test.room";
    private static final AtomicInteger OPENED = new AtomicInteger();
    private static final AtomicInteger CREATED = new AtomicInteger();

    /** Returns the configuration of one whose streams carry so many bytes, and whose writes get through every third time. */
    public static Configuration carrying(int bytes) {
        Configuration hadoop = configuration();
        hadoop.setInt(CARRIES, bytes);
        return hadoop;
    }

    /** Returns the configuration of one in which a file takes so many bytes at most. */
    public static Configuration withRoomFor(int bytes) {
        Configuration hadoop = configuration();
        hadoop.setInt(ROOM, bytes);
        return hadoop;
    }

    private static Configuration configuration() {
        OPENED.set(0);
        CREATED.set(0);
        Configuration hadoop = new Configuration();
        hadoop.setClass("fs.flaky.impl", FlakyStore.class, FileSystem.class);
        hadoop.setBoolean("fs.flaky.impl.disable.cache", true);
        hadoop.setInt("meanfield.store.first-wait-ms", 0);
        return hadoop;
    }

    /** Returns how many files have been opened for reading, and how many created. */
    public static int opened() {
        return OPENED.get();
    }

    public static int created() {
        return CREATED.get();
    }

    @Override
    public URI getUri() {
        return URI.create("flaky:///");
    }

    @Override
    public String getScheme() {
        return "flaky";
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        boolean silent = OPENED.getAndIncrement() % 2 == 1;
        return new FSDataInputStream(
                new Broken(super.open(path, bufferSize), getConf().getInt(CARRIES, Integer.MAX_VALUE), silent));
    }

    @Override
    protected OutputStream createOutputStreamWithMode(Path path, boolean append, FsPermission mode) throws IOException {
        boolean good = CREATED.incrementAndGet() % 3 == 0;
        int carries = good ? Integer.MAX_VALUE : getConf().getInt(CARRIES, Integer.MAX_VALUE);
        int room = getConf().getInt(ROOM, Integer.MAX_VALUE);
        OutputStream out = super.createOutputStreamWithMode(path, append, mode);
        return new OutputStream() {
            private int written;

            @Override
            public void write(int value) throws IOException {
                written++;
                if (written > room) {
                    throw new IOException("No space left on device");
                }
                if (written > carries) {
                    throw new SocketException("Connection reset");
                }
                out.write(value);
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        };
    }

    private static final class Broken extends FSInputStream {
        private final FSDataInputStream in;
        private final boolean silent;
        private int left;

        Broken(FSDataInputStream in, int carries, boolean silent) {
            this.in = in;
            this.left = carries;
            this.silent = silent;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0 && silent) {
                return -1;
            }
            if (left == 0) {
                throw new SocketException("Connection reset");
            }
            int read = in.read(bytes, offset, Math.min(left, length));
            left -= Math.max(read, 0);
            return read;
        }

        @Override
        public void seek(long to) throws IOException {
            in.seek(to);
        }

        @Override
        public long getPos() throws IOException {
            return in.getPos();
        }

        @Override
        public boolean seekToNewSource(long target) {
            return false;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
