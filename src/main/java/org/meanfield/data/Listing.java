package org.meanfield.data;

import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;

/** What a store knows of files without reading them. */
final class Listing {
    private Listing() {}

    /** Returns the names of the folders in {@code folder}, sorted; none if there is no such folder. */
    static List<String> folders(String folder) {
        return list(folder, all -> all.filter(FileStatus::isDirectory)
                .map(status -> status.getPath().getName()));
    }

    /** Returns the names of the files in {@code folder}, sorted; none if there is no such folder. */
    static List<String> files(String folder) {
        return list(folder, all -> all.filter(FileStatus::isFile)
                .map(status -> status.getPath().getName()));
    }

    /** Returns the names of the files and folders in {@code folder}, sorted; none if there is no such folder. */
    static List<String> names(String folder) {
        return list(folder, all -> all.map(status -> status.getPath().getName()));
    }

    /** Returns name, length and time of a file or, of a folder, those of what is in it; none if there is nothing. */
    static List<String> stamps(String path) {
        return list(
                path,
                all -> all.map(status -> "%s %d %d"
                        .formatted(status.getPath().getName(), status.getLen(), status.getModificationTime())));
    }

    /** Returns when a file or folder was written, in milliseconds by the clock of its store; empty if it isn't there. */
    static Optional<Long> modified(String path) {
        return Storage.on("look for", path, (files, at) -> {
            try {
                return Optional.of(files.getFileStatus(at).getModificationTime());
            } catch (FileNotFoundException e) {
                return Optional.empty();
            }
        });
    }

    /** Returns the names of the links in a local folder that lead nowhere, which no other listing has, sorted. */
    static List<String> dangling(String folder) {
        return Storage.on("list", folder, (files, at) -> {
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
    static List<String> shown(List<String> names) {
        return names.stream().filter(name -> !name.startsWith(".")).toList();
    }

    private static List<String> list(String path, Function<Stream<FileStatus>, Stream<String>> told) {
        return Storage.on(
                "list",
                path,
                (files, at) -> files.exists(at)
                        ? told.apply(Arrays.stream(files.listStatus(at)))
                                .sorted()
                                .toList()
                        : List.of());
    }
}
