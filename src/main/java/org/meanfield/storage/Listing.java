package org.meanfield.storage;

import java.io.FileNotFoundException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;
import org.meanfield.config.Check;

/** Directory listings and file metadata. */
public final class Listing {
    private static final int MOST_DEPTH = 64;

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
            FileNames.checkIn(local.get());
            try (Stream<Path> all = Files.list(local.get())) {
                return all.filter(path -> Files.isSymbolicLink(path) && !Files.exists(path))
                        .map(path -> path.getFileName().toString())
                        .sorted()
                        .toList();
            }
        });
    }

    /**
     * Passes the files of a folder, and of the folders in it at any depth, to {@code sink}: paths relative to {@code root}, each
     * folder's files in the order of their names and then its folders'. Names that begin with a dot are left out. The memory is that
     * of the names of the largest folder.
     *
     * @throws org.meanfield.config.InvalidInputException if folders are nested deeper than {@value #MOST_DEPTH}, as links to themselves are
     */
    public static void walk(String root, Consumer<String> sink) {
        walk(root, "", 0, sink);
    }

    private static void walk(String root, String inside, int depth, Consumer<String> sink) {
        String folder = inside.isEmpty() ? root : Storage.child(root, inside);
        Check.that(depth <= MOST_DEPTH, "depth of " + folder, depth, "at most " + MOST_DEPTH);
        List<String> files = new ArrayList<>();
        List<String> folders = new ArrayList<>();
        Operation.on("list", folder, (store, at) -> {
            files.clear();
            folders.clear();
            if (store instanceof RawLocalFileSystem local) { // whose iterator would list all at once
                Path path = local.pathToFile(at).toPath();
                FileNames.checkIn(path);
                try (DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
                    all.forEach(one -> (Files.isDirectory(one) ? folders : files)
                            .add(one.getFileName().toString()));
                }
            } else {
                RemoteIterator<FileStatus> all = store.listStatusIterator(at);
                while (all.hasNext()) {
                    FileStatus one = all.next();
                    (one.isDirectory() ? folders : files).add(one.getPath().getName());
                }
            }
            return folder;
        });
        String prefix = inside.isEmpty() ? "" : inside + "/";
        shown(files).stream().sorted().forEach(name -> sink.accept(prefix + name));
        shown(folders).stream().sorted().forEach(name -> walk(root, prefix + name, depth + 1, sink));
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
