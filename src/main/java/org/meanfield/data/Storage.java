package org.meanfield.data;

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
 * Files wherever Hadoop finds them: local paths, {@code file:}, {@code hdfs://}, {@code s3a://}. A leading {@code ~} is
 * the local home folder. Folders above a new file are made as needed. What fails is an {@link UncheckedIOException}
 * whose one line names the path.
 */
public final class Storage {
    /** What a file is to hold. */
    @FunctionalInterface
    public interface Content {
        /** Writes it all to {@code out}, which the caller closes. */
        void writeTo(OutputStream out) throws IOException;
    }

    private static volatile Configuration configuration = new Configuration();

    private Storage() {}

    /**
     * Uses {@code hadoop} (addresses, credentials) from now on in this JVM. Hadoop keeps the file systems that it has
     * opened, so this comes before the first use of a path.
     */
    public static void configure(Configuration hadoop) {
        configuration = new Configuration(hadoop);
    }

    /** Returns {@code path} with a leading {@code ~} replaced by the home folder, as a {@code file:} address. */
    public static String expand(String path) {
        return path.equals("~") || path.startsWith("~/")
                ? "file:" + System.getProperty("user.home") + path.substring(1)
                : path;
    }

    /** Returns {@code path} so that a process in another working folder finds the same: a relative one becomes absolute. */
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
    static byte[] read(String file, int most) {
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

    /** Writes a file under a hidden name beside {@code file} and moves it there once it is whole, or leaves nothing. */
    public static void write(String file, Content content) {
        write(file, content, aside -> {});
    }

    /** Writes a file; {@code check} is given the hidden name before the move and can throw to prevent it. */
    static void write(String file, Content content, Consumer<String> check) {
        on("write", file, (files, path) -> {
            Path aside = new Path(path.getParent(), "." + path.getName() + "." + UUID.randomUUID());
            try {
                try (OutputStream out = new Chunks(files.create(aside))) {
                    content.writeTo(out);
                }
                check.accept(aside.toString());
                Rename.replace(files, aside, path);
            } finally {
                files.delete(aside, false);
            }
            return path;
        });
    }

    /**
     * Writes a file where everyone sees it grow, behind the first {@code start} bytes that it has already; 0 begins anew.
     * What was written before a failure stays.
     */
    static void append(String file, long start, Content content) {
        on("write", file, (files, path) -> {
            try (OutputStream out = start > 0 ? files.append(path) : anew(files, path)) {
                content.writeTo(out);
            }
            return path;
        });
    }

    /** Begins a file anew, unless another process writes it, where the file system knows. */
    private static OutputStream anew(FileSystem files, Path path) throws IOException {
        boolean there = files.exists(path);
        if (there && files.hasPathCapability(path, CommonPathCapabilities.FS_APPEND)) {
            files.append(path).close();
        }
        return files.create(path, there);
    }

    /** Returns whether there is a file that can be added to; S3 has none. */
    static boolean canAppend(String file) {
        return on(
                "look for",
                file,
                (files, path) -> files.exists(path) && files.hasPathCapability(path, CommonPathCapabilities.FS_APPEND));
    }

    /** Returns the path of a local file as Java has it; empty for one on another file system. */
    static Optional<java.nio.file.Path> local(String file) {
        return on(
                "look for",
                file,
                (files, path) -> files instanceof RawLocalFileSystem raw
                        ? Optional.of(raw.pathToFile(path).toPath())
                        : Optional.empty());
    }

    /** Opens a file for reading from any place, and to ask for its length. */
    static InputFile input(String file) {
        return on("read", file, (files, path) -> HadoopInputFile.fromPath(path, configuration));
    }

    /** Opens a file to be read from any place; the caller closes it. */
    static FSDataInputStream seekable(String file) {
        return on("read", file, FileSystem::open);
    }

    /**
     * Moves a file or folder within one file system, in place of what is at {@code to}. A local file is replaced in one
     * step; elsewhere, and for a folder, the old one goes first.
     */
    public static void move(String from, String to) {
        on("move %s to".formatted(from), to, (files, target) -> {
            files.mkdirs(target.getParent());
            Rename.replace(files, path(from), target);
            return target;
        });
    }

    /** Deletes a file, or a folder with all that is in it; nothing happens if there is none. */
    public static void delete(String path) {
        on("delete", path, (files, doomed) -> files.delete(doomed, true));
    }

    @FunctionalInterface
    interface Action<T> {
        T apply(FileSystem files, Path path) throws IOException;
    }

    /** Does something with a path on its file system; {@code verb} says what, for the message. */
    static <T> T on(String verb, String path, Action<T> action) {
        Path expanded = path(path);
        try {
            return action.apply(FileSystems.of(path, expanded, configuration), expanded);
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
