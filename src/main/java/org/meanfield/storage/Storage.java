package org.meanfield.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.parquet.io.InputFile;
import org.meanfield.config.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * File operations on any Hadoop file system: local paths, {@code file:}, {@code hdfs://}, {@code s3a://}. A leading
 * {@code ~} is the home folder, {@code $HOME} where that is set. Parent folders of a new file are created. A failure is an {@link
 * UncheckedIOException} with a one-line message that names the path.
 */
public final class Storage {
    /** Content of a file to be written. */
    @FunctionalInterface
    public interface Content {
        /** Writes the content to {@code out}, which the caller closes. */
        void writeTo(OutputStream out) throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);

    private Storage() {}

    /**
     * Sets the Hadoop configuration (addresses, credentials) of this JVM. Hadoop caches open file systems, so call this
     * before the first use of a path.
     */
    public static void configure(Configuration hadoop) {
        Operation.configure(hadoop);
    }

    /** Returns {@code path} with a leading {@code ~} replaced by the home folder, as a {@code file:} address. */
    public static String expand(String path) {
        return path.equals("~") || path.startsWith("~/")
                ? "file:" + home(System.getenv("HOME"), System.getProperty("user.home")) + path.substring(1)
                : path;
    }

    /** A shell's {@code ~} is {@code $HOME}, which Java's {@code user.home} is not. */
    static String home(String environment, String user) {
        return environment == null || !environment.startsWith("/") ? user : environment;
    }

    /** Returns {@code path} as an absolute path, valid in any working folder. */
    public static String absolute(String path) {
        Path expanded = Operation.path(path);
        if (expanded.isAbsolute() || expanded.toUri().getScheme() != null) {
            return path;
        }
        return Operation.on("find", path, FileSystem::makeQualified).toUri().getPath();
    }

    /** Returns the path of {@code name} in {@code folder}. */
    public static String child(String folder, String name) {
        return folder.endsWith("/") ? folder + name : folder + "/" + name;
    }

    /** Returns whether there is a file or folder at {@code path}. */
    public static boolean exists(String path) {
        return Operation.on("look for", path, FileSystem::exists);
    }

    /** Returns whether there is a file at {@code path}, and not a folder. */
    public static boolean isFile(String path) {
        return Operation.on(
                "look for",
                path,
                (files, file) -> files.exists(file) && files.getFileStatus(file).isFile());
    }

    /** Returns the names of the files and folders in {@code folder}, sorted; none if there is no such folder. */
    public static List<String> list(String folder) {
        return Listing.names(folder);
    }

    /** Returns the length of a file in bytes. */
    public static long size(String file) {
        return Operation.on(
                "read", file, (files, path) -> files.getFileStatus(path).getLen());
    }

    /** Opens a file; the caller closes it. */
    public static InputStream open(String file) {
        return Operation.on("read", file, (files, path) -> RetryingInput.open(file, files, path));
    }

    /** Reads a whole file. */
    public static byte[] read(String file) {
        return read(file, InputStream::readAllBytes);
    }

    /** Reads a file, or the first {@code most} bytes of a longer one. */
    public static byte[] read(String file, int most) {
        return read(file, in -> in.readNBytes(most));
    }

    @FunctionalInterface
    private interface Reading {
        byte[] of(InputStream in) throws IOException;
    }

    private static byte[] read(String file, Reading reading) {
        return Operation.on("read", file, (files, path) -> {
            try (InputStream in = RetryingInput.open(file, files, path)) {
                return reading.of(in);
            }
        });
    }

    /** Writes a file as {@link #write(String, Content)} does. */
    public static void write(String file, byte[] bytes) {
        write(file, out -> out.write(bytes));
    }

    /**
     * Writes a file atomically: in a store of objects (S3), where an object appears when it is complete, in its place; elsewhere under a
     * hidden name next to {@code file}, renamed once it is complete. Where the store fails for a moment, {@code content} is asked again
     * for all of it.
     */
    public static void write(String file, Content content) {
        Operation.on(
                "write",
                file,
                (files, path) -> files.hasPathCapability(path, CommonPathCapabilities.ABORTABLE_STREAM)
                        ? NewObject.write(files, path, content)
                        : HiddenFile.write(files, path, content));
    }

    /**
     * Deletes the hidden files that {@link #write} has left in a folder, and in those in it, where its process was killed; for
     * the folder's owner.
     */
    public static void clearHidden(String folder) {
        Operation.on("clear", folder, (files, path) -> {
            HiddenFile.clear(files, path);
            return path;
        });
    }

    /**
     * Appends to a file in place, after its first {@code start} bytes; 0 starts an empty file. What was written before
     * a failure stays.
     */
    public static void append(String file, long start, Content content) {
        Operation.once("write", file, (files, path) -> {
            try (OutputStream out = start > 0 ? files.append(path) : create(files, path)) {
                content.writeTo(out);
            }
            return path;
        });
    }

    /** Creates an empty file; fails if another process is writing it and the file system can tell. */
    private static OutputStream create(FileSystem files, Path path) throws IOException {
        boolean there = files.exists(path);
        if (there && files.hasPathCapability(path, CommonPathCapabilities.FS_APPEND)) {
            files.append(path).close();
        }
        return files.create(path, there);
    }

    /** Returns whether there is a file that can be appended to; S3 does not support it. */
    static boolean canAppend(String file) {
        return Operation.on(
                "look for",
                file,
                (files, path) -> files.exists(path) && files.hasPathCapability(path, CommonPathCapabilities.FS_APPEND));
    }

    /** Returns the {@code java.nio} path of a local file; empty on another file system. */
    static Optional<java.nio.file.Path> local(String file) {
        return Operation.on(
                "look for",
                file,
                (files, path) -> files instanceof RawLocalFileSystem raw
                        ? Optional.of(raw.pathToFile(path).toPath())
                        : Optional.empty());
    }

    /** Opens a Parquet input file. */
    public static InputFile input(String file) {
        return new StoredInput(file);
    }

    /** Opens a file for random access; the caller closes it. */
    public static FSDataInputStream seekable(String file) {
        return Operation.on("read", file, (files, path) -> RetryingInput.open(file, files, path));
    }

    /**
     * Moves a file or folder within one file system, replacing what exists at {@code to}. A local file is replaced
     * atomically; elsewhere, and for a folder, the old one is deleted first.
     */
    public static void move(String from, String to) {
        Operation.once("move %s to".formatted(from), to, (files, target) -> {
            files.mkdirs(target.getParent());
            Rename.replace(files, Operation.path(from), target);
            return target;
        });
    }

    /** Deletes a file that is of no more use, if the store lets it: if not, that is a line in the log. */
    public static void discard(String file) {
        try {
            delete(file);
        } catch (UncheckedIOException e) {
            LOG.warn(Reason.line(e));
        }
    }

    /** Deletes a file, or a folder with its content; does nothing if there is none. */
    public static void delete(String path) {
        Operation.on("delete", path, (files, doomed) -> files.delete(doomed, true));
    }
}
