package org.meanfield.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;

/**
 * Counts the files that have ever been seen in a folder which another process changes; neither hidden ones are counted nor pages and charts, which are made of the
 * others when a job has its result.
 */
public final class FileCount {
    static final Path REPORTS = Path.of("reports");

    private final Path folder;
    private final Set<Path> seen = new HashSet<>();

    /** Creates a count of the files in {@code folder}, at any depth. */
    public FileCount(Path folder) {
        this.folder = folder;
    }

    /** Looks again, and returns how many have been seen. */
    public int update() {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return directory.endsWith(REPORTS) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (!file.getFileName().toString().startsWith(".")) {
                        seen.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE; // it has just been moved or deleted
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException e) {
                    return FileVisitResult.CONTINUE; // likewise
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return seen.size();
    }
}
