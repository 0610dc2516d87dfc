package org.meanfield.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.meanfield.config.InvalidInputException;

/**
 * Check of local file names against Java's encoding of them, which the locale sets when the process starts. A name that
 * it cannot decode is a file that does not exist to Java, and Hadoop's listings leave it out.
 */
final class FileNames {
    private static final String ENCODING = System.getProperty("sun.jnu.encoding");
    private static final boolean UTF_8 = ENCODING.equalsIgnoreCase("UTF-8");

    private FileNames() {}

    /**
     * Checks a local path.
     *
     * @throws InvalidInputException if it needs UTF-8 and the locale has another encoding
     */
    static void check(String path) {
        if (!UTF_8 && !isAscii(path)) {
            throw wrongLocale(path);
        }
    }

    /**
     * Checks the names of all files and folders in a local folder.
     *
     * @throws InvalidInputException if one is not text in the locale's encoding, or that is not UTF-8
     */
    static void checkIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path path : all) {
                check(path.toString());
                if (!folder.resolve(path.getFileName().toString()).equals(path)) {
                    throw new InvalidInputException(
                            "file name is %s but must be UTF-8: rename the file".formatted(path));
                }
            }
        }
    }

    private static boolean isAscii(String text) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
    }

    private static InvalidInputException wrongLocale(String path) {
        return new InvalidInputException(
                ("the locale's encoding is %s but must be UTF-8, which %s needs: set LC_ALL=C.UTF-8"
                                + " (for executors --conf spark.executorEnv.LC_ALL=C.UTF-8)")
                        .formatted(ENCODING, path));
    }
}
