package org.meanfield.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Reason;
import org.meanfield.storage.Sha256;

/**
 * A file of unsigned bytes in the IDX format (LeCun, Cortes and Burges, "The MNIST database of handwritten digits"): a
 * magic number with the type and the number of dimensions, the size of each dimension (both as big-endian integers
 * of 4 bytes), then the values.
 *
 * @param count the size of the first dimension: how many labels or images there are
 * @param values all values, the last dimension fastest
 * @param sha256 the checksum of the whole file, decompressed
 */
record IdxFile(int count, byte[] values, String sha256) {
    /** More than any known data set of this kind has, so that a corrupt header cannot exhaust memory. */
    private static final int MAX_COUNT = 1_000_000;

    private static final int UNSIGNED_BYTES = 0x0800;
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int BUFFER = 1 << 16;

    /**
     * Reads a file, compressed by gzip or not, and closes it.
     *
     * @param name the file's name in messages
     * @param item the size of an item: nothing for labels, height and width for images
     * @throws InvalidInputException if it is corrupt or of another kind
     */
    static IdxFile read(String name, InputStream in, int... item) {
        MessageDigest digest = Sha256.start();
        try (in;
                InputStream content = new DigestInputStream(decompressed(in), digest)) {
            int count = readCount(name, content, item);
            int size = Math.multiplyExact(count, Arrays.stream(item).reduce(1, Math::multiplyExact));
            PromisedSize.checkMemory(name, 2L * size, "read", "");
            // Memory grows with the actual content, not with the size in the header; at the end it is there twice.
            byte[] values = content.readNBytes(size);
            String key = "number of bytes after the header of " + name;
            Check.that(values.length == size, key, values.length, Integer.toString(size));
            Check.that(content.read() < 0, key, "more than " + size, Integer.toString(size));
            return new IdxFile(count, values, Sha256.hex(digest));
        } catch (EOFException e) {
            throw new InvalidInputException(name + " is a gzip file that ends early but must be whole", e);
        } catch (ZipException e) {
            throw new InvalidInputException(
                    "%s is a broken gzip file (%s) but must be whole".formatted(name, Reason.line(e)), e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read %s: %s".formatted(name, Reason.line(e)), e);
        }
    }

    /** Returns the number of items in a file's header, and closes it; see {@link #read}. */
    static int count(String name, InputStream in, int... item) {
        try (in;
                InputStream content = decompressed(in)) {
            return readCount(name, content, item);
        } catch (EOFException | ZipException e) {
            throw new InvalidInputException(
                    "%s is a broken gzip file (%s) but must be whole".formatted(name, Reason.line(e)), e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read %s: %s".formatted(name, Reason.line(e)), e);
        }
    }

    private static InputStream decompressed(InputStream in) throws IOException {
        InputStream buffered = new BufferedInputStream(in, BUFFER);
        buffered.mark(2);
        int magic = buffered.read() << 8 | buffered.read();
        buffered.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(buffered, BUFFER) : buffered;
    }

    private static int readCount(String name, InputStream content, int... item) throws IOException {
        int dimensions = 1 + item.length;
        byte[] bytes = content.readNBytes(Integer.BYTES * (1 + dimensions));
        Check.that(
                bytes.length == Integer.BYTES * (1 + dimensions),
                "length of " + name,
                bytes.length + " bytes",
                "at least %d, its header".formatted(Integer.BYTES * (1 + dimensions)));
        ByteBuffer header = ByteBuffer.wrap(bytes);
        int magic = header.getInt();
        Check.that(
                magic == UNSIGNED_BYTES + dimensions,
                "magic number of " + name,
                magic,
                "%d (IDX%d of unsigned bytes)".formatted(UNSIGNED_BYTES + dimensions, dimensions));
        int count = header.getInt();
        Check.that(count > 0 && count <= MAX_COUNT, "number of items in " + name, count, "in 1 … " + MAX_COUNT);
        int[] found = IntStream.range(0, item.length).map(i -> header.getInt()).toArray();
        Check.that(Arrays.equals(found, item), "size of the items in " + name, size(found), size(item));
        return count;
    }

    private static String size(int... dimensions) {
        return Arrays.stream(dimensions).mapToObj(Integer::toString).collect(Collectors.joining("×"));
    }
}
