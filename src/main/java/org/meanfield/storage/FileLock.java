package org.meanfield.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.meanfield.config.Reason;

/**
 * The right to write a file or folder, which one process at a time has: a lock on a hidden file beside it, which ends with the process.
 * On other stores than the local disk there is none: HDFS refuses a second writer of a file by itself, and an object of S3
 * appears as a whole.
 */
public final class FileLock implements AutoCloseable {
    private static final long PAUSE_MILLIS = 100;

    private final Optional<Held> held;

    /** A locked file. */
    private record Held(Path lock, FileChannel channel) {}

    private FileLock(Optional<Held> held) {
        this.held = held;
    }

    /** Waits until nobody else has the right to write {@code file}, and says so on {@code log}. */
    public static FileLock to(String file, Progress log) {
        Optional<Path> local = Storage.local(file);
        if (local.isEmpty()) {
            return new FileLock(Optional.empty());
        }
        String name = local.get().getFileName().toString();
        try {
            Files.createDirectories(local.get().getParent());
            Path lock = local.get().resolveSibling("." + name + ".lock");
            Optional<FileChannel> channel = lock(lock);
            while (channel.isEmpty()) {
                log.show(name + ": another process writes it");
                Thread.sleep(PAUSE_MILLIS);
                channel = lock(lock);
            }
            return new FileLock(Optional.of(new Held(lock, channel.get())));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write %s: %s".formatted(file, Reason.line(e)), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while another process writes " + file, e);
        }
    }

    @Override
    public void close() {
        held.ifPresent(claim -> {
            try (FileChannel channel = claim.channel()) {
                Files.deleteIfExists(claim.lock());
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot delete %s: %s".formatted(claim.lock(), Reason.line(e)), e);
            }
        });
    }

    /** Opens and locks a file; empty while another process, or another thread of this one, has it. */
    private static Optional<FileChannel> lock(Path lock) throws IOException {
        Object key = key(lock);
        FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        // Where its owner has deleted it in between, nobody else would see this lock: then the next try gets it.
        boolean owned = key.equals(key(lock)) && isLocked(channel) && key.equals(key(lock));
        if (!owned) {
            channel.close();
        }
        return owned ? Optional.of(channel) : Optional.empty();
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Returns what tells a file from another one that has its name later; of none, what equals nothing. */
    private static Object key(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return new Object();
        }
    }
}
