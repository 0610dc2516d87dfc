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
 * Exclusive lock on writing a local file or folder: a file lock on a hidden file next to it, released when the process
 * ends. Other stores have none: HDFS refuses a second writer of a file, and an S3 object appears only when complete.
 */
public final class FileLock implements AutoCloseable {
    private static final long PAUSE_MILLIS = 100;

    private final Optional<Held> held;

    /** A locked file. */
    private record Held(Path lock, FileChannel channel) {}

    private FileLock(Optional<Held> held) {
        this.held = held;
    }

    /** Acquires the lock on writing {@code file}; while another process holds it, waits and says so on {@code log}. */
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
                log.show(name + ": waiting for another process that is writing it");
                Thread.sleep(PAUSE_MILLIS);
                channel = lock(lock);
            }
            return new FileLock(Optional.of(new Held(lock, channel.get())));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write %s: %s".formatted(file, Reason.line(e)), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for another process that is writing " + file, e);
        }
    }

    @Override
    public void close() {
        held.ifPresent(locked -> {
            try (FileChannel channel = locked.channel()) {
                Files.deleteIfExists(locked.lock());
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot delete %s: %s".formatted(locked.lock(), Reason.line(e)), e);
            }
        });
    }

    /** Opens and locks a file; empty while another process, or another thread of this one, holds the lock. */
    private static Optional<FileChannel> lock(Path lock) throws IOException {
        Object key = key(lock);
        FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        // If its owner has deleted it in between, no other process would see this lock: the next attempt gets it.
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

    /**
     * Returns the identity of a file, different from that of a later file of the same name; of a missing one, an object
     * equal to no other.
     */
    private static Object key(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return new Object();
        }
    }
}
