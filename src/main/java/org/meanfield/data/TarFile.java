package org.meanfield.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Reason;
import org.meanfield.storage.LimitedInput;
import org.meanfield.storage.Storage;

/** An archive in the ustar format of POSIX, compressed by gzip. */
final class TarFile {
    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int SIZE_AT = 124;
    private static final int SIZE_END = 136;
    private static final int TYPE_AT = 156;

    private TarFile() {}

    /**
     * Writes some files of an archive into a folder, whatever folder they are in there.
     *
     * @param names of the files
     * @throws InvalidInputException if it is broken or lacks one
     */
    static void unpack(String archive, String folder, List<String> names) {
        List<String> missing = new ArrayList<>(names);
        try (InputStream file = Storage.open(archive);
                InputStream in = new GZIPInputStream(file, 1 << 16)) {
            for (byte[] header = in.readNBytes(BLOCK); isEntry(header); header = in.readNBytes(BLOCK)) {
                String path = text(header, 0, NAME);
                String name = path.substring(path.lastIndexOf('/') + 1);
                long size = size(archive, header);
                LimitedInput content = new LimitedInput(in, size);
                boolean isFile = header[TYPE_AT] == '0' || header[TYPE_AT] == 0;
                if (isFile && missing.remove(name)) {
                    Storage.write(Storage.child(folder, name), content::transferTo);
                }
                content.skipRest();
                new LimitedInput(in, Math.floorMod(-size, BLOCK)).skipRest();
            }
        } catch (EOFException | ZipException e) {
            throw new InvalidInputException(
                    "%s is a broken archive (%s) but must be whole".formatted(archive, Reason.line(e)), e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read %s: %s".formatted(archive, Reason.line(e)), e);
        }
        if (!missing.isEmpty()) {
            throw new InvalidInputException("%s lacks %s".formatted(archive, String.join(", ", missing)));
        }
    }

    /** The archive ends with blocks of zeros, or where its file does. */
    private static boolean isEntry(byte[] header) {
        return header.length == BLOCK && header[0] != 0;
    }

    private static String text(byte[] header, int from, int to) {
        int end = from;
        while (end < to && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.US_ASCII);
    }

    private static long size(String archive, byte[] header) {
        String octal = text(header, SIZE_AT, SIZE_END).strip();
        try {
            return Long.parseLong(octal, 8);
        } catch (NumberFormatException e) {
            throw new InvalidInputException("%s is another kind of file but must be a .tar.gz".formatted(archive), e);
        }
    }
}
