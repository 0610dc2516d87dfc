package org.meanfield.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Reason;

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

    private static volatile Configuration configuration = new Configuration();

    private Storage() {}

    /**
     * Sets the Hadoop configuration (addresses, credentials) of this JVM. Hadoop caches open file systems, so call this
     * before the first use of a path.
     */
    public static void configure(Configuration hadoop) {
        configuration = new Configuration(hadoop);
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
        Path expanded = path(path);
        if (expanded.isAbsolute() || expanded.toUri().getScheme() != null) {
            return path;
        }
        return on("find", path, FileSystem::makeQualified).toUri().getPath();
    }

    /** Returns the path of {@code name} in {@code folder}. */
    public static String child(String folder, String name) {
        return folder.endsWith("/") ? folder + name : folder + "/" + name;
    }

    /** Returns whether there is a file or folder at {@code path}. */
    public static boolean exists(String path) {
        return on("look for", path, FileSystem::exists);
    }

    /** Returns whether there is a file at {@code path}, and not a folder. */
    public static boolean isFile(String path) {
        return on(
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
        return on("read", file, (files, path) -> files.getFileStatus(path).getLen());
    }

    /** Opens a file; the caller closes it. */
    public static InputStream open(String file) {
        return on("read", file, FileSystem::open);
    }

    /** Reads a whole file. */
    public static byte[] read(String file) {
        return on("read", file, (files, path) -> {
            try (InputStream in = files.open(path)) {
                return in.readAllBytes();
            }
        });
    }

    /** Reads a file, or the first {@code most} bytes of a longer one. */
    public static byte[] read(String file, int most) {
        return on("read", file, (files, path) -> {
            try (InputStream in = files.open(path)) {
                return in.readNBytes(most);
            }
        });
    }

    /** Writes a file as {@link #write(String, Content)} does. */
    public static void write(String file, byte[] bytes) {
        write(file, out -> out.write(bytes));
    }

    /** Writes a file atomically: under a hidden name next to {@code file}, renamed once it is complete. */
    public static void write(String file, Content content) {
        write(file, content, hidden -> {});
    }

    /** Writes a file; {@code check} receives the hidden name before the rename and can throw to prevent it. */
    static void write(String file, Content content, Consumer<String> check) {
        on("write", file, (files, path) -> {
            Path hidden = new Path(path.getParent(), "." + path.getName() + "." + UUID.randomUUID());
            try {
                try (OutputStream out = new ChunkedOutput(files.create(hidden))) {
                    content.writeTo(out);
                }
                check.accept(hidden.toString());
                Rename.replace(files, hidden, path);
            } finally {
                files.delete(hidden, false);
            }
            return path;
        });
    }

    /**
     * Appends to a file in place, after its first {@code start} bytes; 0 starts an empty file. What was written before
     * a failure stays.
     */
    public static void append(String file, long start, Content content) {
        on("write", file, (files, path) -> {
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
        return on(
                "look for",
                file,
                (files, path) -> files.exists(path) && files.hasPathCapability(path, CommonPathCapabilities.FS_APPEND));
    }

    /** Returns the {@code java.nio} path of a local file; empty on another file system. */
    static Optional<java.nio.file.Path> local(String file) {
        return on(
                "look for",
                file,
                (files, path) -> files instanceof RawLocalFileSystem raw
                        ? Optional.of(raw.pathToFile(path).toPath())
                        : Optional.empty());
    }

    /** Opens a Parquet input file. */
    public static InputFile input(String file) {
        return on("read", file, (files, path) -> HadoopInputFile.fromPath(path, configuration));
    }

    /** Opens a file for random access; the caller closes it. */
    public static FSDataInputStream seekable(String file) {
        return on("read", file, FileSystem::open);
    }

    /**
     * Moves a file or folder within one file system, replacing what exists at {@code to}. A local file is replaced
     * atomically; elsewhere, and for a folder, the old one is deleted first.
     */
    public static void move(String from, String to) {
        on("move %s to".formatted(from), to, (files, target) -> {
            files.mkdirs(target.getParent());
            Rename.replace(files, path(from), target);
            return target;
        });
    }

    /** Deletes a file, or a folder with its content; does nothing if there is none. */
    public static void delete(String path) {
        on("delete", path, (files, doomed) -> files.delete(doomed, true));
    }

    @FunctionalInterface
    interface Action<T> {
        T apply(FileSystem files, Path path) throws IOException;
    }

    /** Applies {@code action} to a path on its file system; {@code verb} names it in the message. */
    static <T> T on(String verb, String path, Action<T> action) {
        Path expanded = path(path);
        try {
            return action.apply(FileSystems.of(path, expanded, configuration), expanded);
        } catch (FileNotFoundException e) {
            throw verb.equals("read") && FileSystems.isFolder(path, expanded, configuration)
                    ? new InvalidInputException("%s is a folder but must be a file".formatted(path), e)
                    : new UncheckedIOException("Cannot %s %s: %s".formatted(verb, path, Reason.line(e)), e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot %s %s: %s".formatted(verb, path, Reason.line(e)), e);
        }
    }

    private static Path path(String path) {
        try {
            return new Path(expand(path));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("path is '%s' but must be a local path or an address".formatted(path), e);
        }
    }
}
