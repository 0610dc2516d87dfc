package org.meanfield.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system in memory of a limited size, mounted over a folder until {@link #close}; only root may do that. */
public final class Disk implements AutoCloseable {
    private final Path folder;

    private Disk(Path folder) {
        this.folder = folder;
    }

    /** Returns whether this process may mount file systems, by doing so over {@code folder}. */
    public static boolean canBeMounted(Path folder) {
        Program.Result mount = Program.run("mount", "-t", "tmpfs", "none", folder.toString());
        return mount.code() == 0 && Program.run("umount", folder.toString()).code() == 0;
    }

    /** Mounts one that has room for {@code bytes}, rounded up to pages. */
    public static Disk mount(Path folder, long bytes) {
        run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "none", folder.toString());
        return new Disk(folder);
    }

    /** Gives it all the room that it could want. */
    public void grow() {
        run("mount", "-o", "remount,size=1g", folder.toString());
    }

    /** Returns the bytes of the files in a folder, at any depth, without pages and charts: that one has no room prevents no result. */
    public static long bytesIn(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !folder.relativize(file).startsWith(FileCount.REPORTS))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Override
    public void close() {
        run("umount", "--lazy", folder.toString());
    }

    private static void run(String... command) {
        Program.Result result = Program.run(command);
        if (result.code() != 0) {
            throw new AssertionError("%s: %s".formatted(String.join(" ", command), result));
        }
    }
}
