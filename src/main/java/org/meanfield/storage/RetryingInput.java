package org.meanfield.storage;

import java.io.EOFException;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.functional.FutureIO;

/**
 * Input stream of a file that is opened again where a read has failed, or has ended before the file does. What cannot be read
 * even so is a {@link StoreException} or another unchecked exception, which no reader takes for a broken file.
 */
final class RetryingInput extends FSInputStream {
    private final String given;
    private final FileSystem files;
    private final Path path;
    /** Empty for a local file, which may be a pipe without a length. */
    private final Optional<FileStatus> status;

    private Optional<FSDataInputStream> open = Optional.empty();
    private long position;

    @FunctionalInterface
    private interface Read {
        int from(FSDataInputStream in) throws IOException;
    }

    private RetryingInput(String given, FileSystem files, Path path, Optional<FileStatus> status) {
        this.given = given;
        this.files = files;
        this.path = path;
        this.status = status;
    }

    /** Opens a file; {@code given} is its path as the user has written it. */
    static FSDataInputStream open(String given, FileSystem files, Path path) throws IOException {
        Optional<FileStatus> status =
                files instanceof LocalFiles ? Optional.empty() : Optional.of(files.getFileStatus(path));
        RetryingInput in = new RetryingInput(given, files, path, status);
        in.opened();
        return new FSDataInputStream(in);
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) {
        int read = reading(position, count, in -> in.read(bytes, offset, count));
        position += Math.max(read, 0);
        return read;
    }

    @Override
    public int read(long from, byte[] bytes, int offset, int count) throws IOException {
        validatePositionedReadArgs(from, bytes, offset, count);
        return reading(from, count, in -> in.read(from, bytes, offset, count));
    }

    private int reading(long from, int count, Read read) {
        if (count == 0) {
            return 0;
        }
        if (status.isPresent() && from >= status.get().getLen()) {
            return -1;
        }
        IOException failure;
        try {
            return read(from, read);
        } catch (IOException e) {
            failure = e;
        }
        Iterator<IOException> first = List.of(failure).iterator();
        return Operation.on("read", given, (again, at) -> {
            if (first.hasNext()) {
                throw first.next();
            }
            return read(from, read);
        });
    }

    private int read(long from, Read read) throws IOException {
        try {
            int count = read.from(opened());
            if (count < 0 && status.isPresent()) {
                throw new EOFException("it ended after %d of %d bytes"
                        .formatted(from, status.get().getLen()));
            }
            return count;
        } catch (IOException e) {
            forget(e);
            throw e;
        } catch (FSError e) { // of Hadoop's local files
            forget(e);
            throw new IOException(e.getCause());
        }
    }

    private FSDataInputStream opened() throws IOException {
        if (open.isEmpty()) {
            FSDataInputStream in = status.isEmpty()
                    ? files.open(path)
                    : FutureIO.awaitFuture(
                            files.openFile(path).withFileStatus(status.get()).build());
            open = Optional.of(in);
            if (position > 0) {
                in.seek(position);
            }
        }
        return open.get();
    }

    private void forget(Throwable failure) {
        try {
            close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void seek(long to) throws IOException {
        if (to < 0) {
            throw new EOFException("%s has no byte %d".formatted(given, to));
        }
        if (to != position) {
            position = to;
            if (open.isPresent()) {
                open.get().seek(to);
            }
        }
    }

    @Override
    public long getPos() {
        return position;
    }

    @Override
    public boolean seekToNewSource(long target) {
        return false;
    }

    @Override
    public void close() throws IOException {
        if (open.isPresent()) {
            FSDataInputStream in = open.get();
            open = Optional.empty();
            in.close();
        }
    }
}
