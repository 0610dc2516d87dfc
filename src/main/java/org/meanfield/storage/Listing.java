package org.meanfield.storage;

import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Directory listings and file metadata. */
public final class Listing {
    private Listing() {}

    /** Returns the names of the folders in {@code folder}, sorted; none if there is no such folder. */
    public static List<String> folders(String folder) {
        return list(folder, all -> all.filter(FileStatus::isDirectory)
                .map(status -> status.getPath().getName()));
    }

    /** Returns the names of the files in {@code folder}, sorted; none if there is no such folder. */
    public static List<String> files(String folder) {
        return list(folder, all -> all.filter(FileStatus::isFile)
                .map(status -> status.getPath().getName()));
    }

    /** Returns the names of the files and folders in {@code folder}, sorted; none if there is no such folder. */
    static List<String> names(String folder) {
        return list(folder, all -> all.map(status -> status.getPath().getName()));
    }

    /** Returns name, length and modification time of a file, or of each entry of a folder; empty if there is none. */
    public static List<String> stamps(String path) {
        return list(
                path,
                all -> all.map(status -> String.format(
                        Locale.ROOT,
                        "%s %d %d",
                        status.getPath().getName(),
                        status.getLen(),
                        status.getModificationTime())));
    }

    /** Returns the length of a file; empty if there is none, or what is there is no plain file: a folder, a link, a device. */
    public static OptionalLong length(String file) {
        return Operation.on("read", file, (files, at) -> {
            try {
                if (files instanceof RawLocalFileSystem local) {
                    BasicFileAttributes plain = Files.readAttributes(
                            local.pathToFile(at).toPath(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                    return plain.isRegularFile() ? OptionalLong.of(plain.size()) : OptionalLong.empty();
                }
                FileStatus status = files.getFileStatus(at);
                return status.isFile() ? OptionalLong.of(status.getLen()) : OptionalLong.empty();
            } catch (FileNotFoundException | NoSuchFileException e) {
                return OptionalLong.empty();
            }
        });
    }

    /** Returns the names of the links in a local folder that lead nowhere, which no other listing has, sorted. */
    public static List<String> dangling(String folder) {
        return Operation.on("list", folder, (files, at) -> {
            Optional<Path> local = Storage.local(folder).filter(Files::isDirectory);
            if (local.isEmpty()) {
                return List.of();
            }
            try (Stream<Path> all = Files.list(local.get())) {
                return all.filter(path -> Files.isSymbolicLink(path) && !Files.exists(path))
                        .map(path -> path.getFileName().toString())
                        .sorted()
                        .toList();
            }
        });
    }

    /** Returns the names that don't begin with a dot. */
    public static List<String> shown(List<String> names) {
        return names.stream().filter(name -> !name.startsWith(".")).toList();
    }

    private static List<String> list(String path, Function<Stream<FileStatus>, Stream<String>> format) {
        return Operation.on("list", path, (files, at) -> {
            if (!files.exists(at)) {
                return List.of();
            }
            if (files instanceof RawLocalFileSystem local) {
                FileNames.checkIn(local.pathToFile(at).toPath());
            }
            return format.apply(Arrays.stream(files.listStatus(at))).sorted().toList();
        });
    }
}
