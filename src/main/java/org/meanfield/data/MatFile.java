package org.meanfield.data;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.meanfield.config.InvalidInputException;
import org.meanfield.storage.LimitedInput;

/**
 * A MATLAB level 5 file ("MAT-File Format", The MathWorks), read from front to back: its variables come one after the
 * other, each with a stream of its values, so that no array is ever in memory as a whole.
 *
 * <p>What is broken throws a {@link ZipException}, what ends early an {@link EOFException}.
 */
final class MatFile {
    private static final int HEADER = 128;
    private static final int LEVEL_5 = 0x0100;
    private static final int LEVEL_7_3 = 0x0200;
    private static final int MATRIX = 14;
    private static final int COMPRESSED = 15;
    private static final int LAST_TYPE = 18;
    private static final int ALIGNMENT = 8;
    private static final int MAX_DIMENSIONS = 32;
    /** MATLAB's own limit is 63. */
    private static final int MAX_NAME = 4096;

    private static final int BUFFER = 1 << 16;
    private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F'};

    private final InputStream file;
    private final ByteOrder order;
    private Optional<Open> open = Optional.empty();

    /** The element that is being read: its bytes in the file, and its contents. */
    private record Open(LimitedInput bytes, LimitedInput contents, Optional<Inflater> inflater) {
        /** Goes to the end of the element in the file. What would be left to inflate is not. */
        void skip() throws IOException {
            inflater.ifPresent(Inflater::end);
            bytes.skipRest();
        }
    }

    /** The beginning of an element; what is squeezed into it, for a small one. */
    private record Tag(int type, long bytes, Optional<byte[]> small) {}

    private MatFile(InputStream file, ByteOrder order) {
        this.file = file;
        this.order = order;
    }

    /**
     * Reads the header of a file, which the caller closes.
     *
     * @param name of the file, for the messages
     * @throws InvalidInputException if it is of another kind
     */
    static MatFile open(String name, InputStream file) throws IOException {
        byte[] header = file.readNBytes(HEADER);
        boolean hdf5 = header.length >= HDF5.length && Arrays.equals(header, 0, HDF5.length, HDF5, 0, HDF5.length);
        String byteOrder = header.length == HEADER ? new String(header, 126, 2, StandardCharsets.US_ASCII) : "";
        MatFile opened = new MatFile(file, byteOrder.equals("IM") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int version = byteOrder.matches("IM|MI") ? opened.wrap(header).getShort(124) : 0;
        if (hdf5 || version == LEVEL_7_3) {
            throw new InvalidInputException(
                    name + " is a MATLAB 7.3 file (HDF5) but must be one of level 5, which MATLAB saves with -v7");
        }
        if (version != LEVEL_5) {
            throw new InvalidInputException(name + " is something else but must be a MATLAB file of level 5");
        }
        return opened;
    }

    /**
     * Goes on to the next variable; the values of the one before cannot be read any more.
     *
     * @return empty at the end of the file
     */
    Optional<MatVariable> next() throws IOException {
        if (open.isPresent()) {
            open.get().skip();
        }
        byte[] start = file.readNBytes(8);
        if (start.length == 0) {
            return Optional.empty();
        }
        if (start.length < 8) {
            throw new EOFException();
        }
        Tag tag = tag(start);
        LimitedInput bytes = new LimitedInput(file, tag.bytes());
        LimitedInput contents = bytes;
        Optional<Inflater> inflater = Optional.empty();
        if (tag.type() == COMPRESSED) {
            inflater = Optional.of(new Inflater());
            InputStream inflated = new InflaterInputStream(bytes, inflater.get(), BUFFER);
            Tag inner = tag(inflated);
            if (inner.type() != MATRIX) {
                throw broken("an element of type %d instead of an array".formatted(inner.type()));
            }
            contents = new LimitedInput(inflated, inner.bytes());
        } else if (tag.type() != MATRIX) {
            throw broken("an element of type %d outside of an array".formatted(tag.type()));
        }
        open = Optional.of(new Open(bytes, contents, inflater));
        return Optional.of(variable(contents));
    }

    /** Reads the padding that is left of a variable whose values have been read, so that zlib compares its checksum. */
    void finish() throws IOException {
        Open element = open.orElseThrow();
        if (element.contents().left() >= ALIGNMENT) {
            throw broken("%d bytes more in an array than its values"
                    .formatted(element.contents().left()));
        }
        element.contents().skipRest();
        if (element.bytes() != element.contents() && element.contents().beyond() >= 0) {
            throw broken("more behind an array than its size");
        }
    }

    private MatVariable variable(InputStream in) throws IOException {
        ByteBuffer flags = wrap(element(in, 8));
        if (flags.capacity() != 8) {
            throw broken("an array without flags");
        }
        int matlabClass = flags.getInt(0) & 0xff;
        ByteBuffer sizes = wrap(element(in, MAX_DIMENSIONS * Integer.BYTES));
        int[] dimensions = IntStream.range(0, sizes.capacity() / Integer.BYTES)
                .map(i -> sizes.getInt(i * Integer.BYTES))
                .toArray();
        String name = new String(element(in, MAX_NAME), StandardCharsets.US_ASCII);
        if (!MatVariable.isNumeric(matlabClass)) {
            return new MatVariable(name, matlabClass, dimensions, 0, order, new LimitedInput(in, 0));
        }
        Tag values = tag(in);
        InputStream from =
                values.small().<InputStream>map(ByteArrayInputStream::new).orElse(in);
        return new MatVariable(
                name, matlabClass, dimensions, values.type(), order, new LimitedInput(from, values.bytes()));
    }

    /** Reads a short element. */
    private byte[] element(InputStream in, int longest) throws IOException {
        Tag tag = tag(in);
        if (tag.bytes() > longest) {
            throw broken("%d bytes where at most %d can be".formatted(tag.bytes(), longest));
        }
        if (tag.small().isPresent()) {
            return tag.small().get();
        }
        int size = (int) tag.bytes();
        return Arrays.copyOf(LimitedInput.readFully(in, (size + 7) / 8 * 8), size);
    }

    private Tag tag(InputStream in) throws IOException {
        return tag(LimitedInput.readFully(in, 8));
    }

    private Tag tag(byte[] bytes) throws IOException {
        int first = wrap(bytes).getInt(0);
        int small = first >>> 16;
        int type = first & 0xffff;
        if (small > 4 || type == 0 || type > LAST_TYPE) {
            throw broken("an element of type %d".formatted(first));
        }
        return small > 0
                ? new Tag(type, small, Optional.of(Arrays.copyOfRange(bytes, 4, 4 + small)))
                : new Tag(type, Integer.toUnsignedLong(wrap(bytes).getInt(4)), Optional.empty());
    }

    private ByteBuffer wrap(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(order);
    }

    private static ZipException broken(String what) {
        return new ZipException(what);
    }
}
