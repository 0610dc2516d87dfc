package org.meanfield.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Reason;
import org.meanfield.image.ImageShape;
import org.meanfield.image.LabelledImages;
import org.meanfield.storage.LimitedInput;
import org.meanfield.storage.Storage;

/**
 * An array of whole numbers in NumPy's {@code .npy} format (NumPy Enhancement Proposal 1), in C order. Arrays of objects, which
 * hold Python's pickles, are never read.
 *
 * @param name of the file, for messages
 * @param type NumPy's name of the values' type, for instance {@code |u1}
 * @param shape the sizes of its dimensions
 * @param start the bytes before the values
 */
public record NpyFile(String name, String type, List<Integer> shape, int start) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int PREFIX = 8;
    private static final int MOST_HEADER = 1 << 16;
    private static final String UINT8 = "|u1";
    private static final Map<String, Integer> BYTES = Map.ofEntries(
            Map.entry(UINT8, 1),
            Map.entry("|i1", 1),
            Map.entry("<i2", 2),
            Map.entry("<u2", 2),
            Map.entry("<i4", 4),
            Map.entry("<u4", 4),
            Map.entry("<i8", 8),
            Map.entry("<u8", 8));

    private static final Pattern HEADER = Pattern.compile(
            "\\{\\s*'descr': (.{1,200}?), 'fortran_order': (True|False), 'shape': \\(([0-9, ]{0,200})\\),?\\s*\\}\\s*");

    /** Creates one whose shape does not change. */
    public NpyFile {
        shape = List.copyOf(shape);
    }

    /**
     * Reads the header of a file.
     *
     * @throws InvalidInputException if it is no such file, its values are no whole numbers, or its length is not that of its shape
     */
    public static NpyFile open(String file) {
        if (!Storage.isFile(file)) {
            throw new InvalidInputException("%s is missing but must be a .npy file".formatted(file));
        }
        try (InputStream in = Storage.open(file)) {
            NpyFile opened = read(file, in);
            opened.checkLength(Storage.size(file));
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read %s: %s".formatted(file, Reason.line(e)), e);
        }
    }

    /** Reads the header from {@code in}. */
    static NpyFile read(String name, InputStream in) throws IOException {
        try {
            byte[] prefix = LimitedInput.readFully(in, PREFIX);
            int version = prefix[6];
            if (!Arrays.equals(prefix, 0, MAGIC.length, MAGIC, 0, MAGIC.length) || version < 1 || version > 3) {
                throw new InvalidInputException(name + " is another kind of file but must be a .npy file of NumPy");
            }
            int width = version == 1 ? Short.BYTES : Integer.BYTES;
            byte[] size = Arrays.copyOf(LimitedInput.readFully(in, width), Integer.BYTES);
            int length = ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN).getInt();
            if (length < 0 || length > MOST_HEADER) {
                throw new InvalidInputException(String.format(
                        Locale.ROOT, "header of %s is %d bytes but must be at most %d", name, length, MOST_HEADER));
            }
            String header = new String(LimitedInput.readFully(in, length), StandardCharsets.US_ASCII);
            return of(name, header, PREFIX + width + length);
        } catch (EOFException e) {
            throw new InvalidInputException(name + " ends early but must be whole", e);
        }
    }

    private static NpyFile of(String name, String header, int start) {
        Matcher parts = HEADER.matcher(header);
        if (!parts.matches()) {
            throw new InvalidInputException(name
                    + " has a broken header but must have descr, fortran_order and shape, as numpy.save writes them");
        }
        String type = parts.group(1).replace("'", "");
        if (!BYTES.containsKey(type)) {
            throw new InvalidInputException("type of %s is %s but must be uint8 or another of whole numbers%s"
                    .formatted(
                            name,
                            type.chars().allMatch(c -> c > ' ' && c < 0x7f) ? type : "unprintable",
                            type.contains("O") ? "; arrays of objects can run code and are not read" : ""));
        }
        if (parts.group(2).equals("True")) {
            throw new InvalidInputException(name + " is in Fortran order but must be in C order");
        }
        try {
            List<Integer> shape = Arrays.stream(parts.group(3).split(",", -1))
                    .map(String::strip)
                    .filter(size -> !size.isEmpty())
                    .map(Integer::valueOf)
                    .toList();
            return new NpyFile(name, type, shape, start);
        } catch (NumberFormatException e) {
            throw new InvalidInputException(
                    "shape of %s is (%s) but must be sizes below 2³¹".formatted(name, parts.group(3)), e);
        }
    }

    void checkLength(long length) {
        long expected = BYTES.get(type);
        for (int size : shape) {
            expected = size != 0 && expected > Long.MAX_VALUE / size ? Long.MAX_VALUE : expected * size;
        }
        if (length - start != expected) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "length of the values of %s is %,d bytes but must be %,d, as its shape %s of %s says",
                    name,
                    length - start,
                    expected,
                    sizes(),
                    type));
        }
    }

    /** Returns the size of its first dimension. */
    public int count() {
        return shape.isEmpty() ? 1 : shape.get(0);
    }

    /**
     * Returns the size of its images.
     *
     * @throws InvalidInputException if it is not uint8 [N, height, width] or [N, height, width, 1 or 3]
     */
    public ImageShape imageShape() {
        boolean isGrey = shape.size() == 3;
        int channels = isGrey ? 1 : shape.size() == 4 ? shape.get(3) : 0;
        boolean fits = type.equals(UINT8)
                && (channels == 1 || channels == 3)
                && !shape.subList(1, 3).contains(0);
        if (!fits) {
            throw new InvalidInputException(
                    "%s has values %s of %s but must have images: uint8 [N, height, width] or [N, height, width, 1 or 3]"
                            .formatted(name, sizes(), type));
        }
        return new ImageShape(channels, shape.get(1), shape.get(2));
    }

    /** Returns {@code images} with the pixels of as many images of the file, from the one at {@code first}, in place of theirs. */
    public LabelledImages inPlaceOf(LabelledImages images, int first) {
        ImageShape size = imageShape();
        int plane = size.height() * size.width();
        byte[] values = values((long) first * size.size(), images.count() * size.size());
        byte[] planes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            int pixel = i / size.channels();
            int channel = i % size.channels();
            planes[pixel / plane * size.size() + channel * plane + pixel % plane] = values[i];
        }
        return new LabelledImages(size, planes, images.labels());
    }

    /**
     * Returns all its values as labels.
     *
     * @throws InvalidInputException if it has more than one dimension, or a value is not in 0 … 127
     */
    public byte[] labels() {
        int width = BYTES.get(type);
        if (shape.size() != 1) {
            throw new InvalidInputException(
                    "%s has values %s of %s but must have labels: [N]".formatted(name, sizes(), type));
        }
        byte[] values = values(0, count() * width);
        byte[] labels = new byte[count()];
        for (int i = 0; i < labels.length; i++) {
            int at = i * width;
            boolean isSmall =
                    values[at] >= 0 && IntStream.range(at + 1, at + width).allMatch(k -> values[k] == 0);
            if (!isSmall) {
                throw new InvalidInputException(String.format(
                        Locale.ROOT, "label %d of %s is negative or too large but must be in 0 … 127", i, name));
            }
            labels[i] = values[at];
        }
        return labels;
    }

    private byte[] values(long from, int count) {
        byte[] values = new byte[count];
        try (FSDataInputStream in = Storage.seekable(name)) {
            in.readFully(start + from, values);
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read %s: %s".formatted(name, Reason.line(e)), e);
        }
    }

    private String sizes() {
        return shape.stream().map(size -> Integer.toString(size)).collect(Collectors.joining(", ", "[", "]"));
    }
}
