package org.meanfield.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The frame header of a JPEG file: the size of the picture and its components.
 *
 * @param components in the order of the file
 */
record JpegFrame(boolean progressive, int height, int width, List<JpegComponent> components) {
    private static final int PROGRESSIVE = 0xc2;
    private static final int LAST_LOSSLESS = 0xc8;
    private static final int MOST_SAMPLING = 4;
    private static final String FORM = "a baseline or progressive JPEG of 8 bits with Huffman codes";

    /** Reads the frame header after its marker and length. */
    static JpegFrame read(JpegBits bits, int marker, int length) throws IOException {
        int precision = bits.octet();
        if (marker > PROGRESSIVE || precision != Byte.SIZE) {
            String kind = marker > LAST_LOSSLESS
                    ? "an arithmetic-coded JPEG"
                    : marker > PROGRESSIVE
                            ? "a lossless or hierarchical JPEG"
                            : String.format(Locale.ROOT, "a JPEG of %d bits", precision);
            throw new UnsupportedPictureException(kind, FORM);
        }
        int height = bits.word();
        int width = bits.word();
        check(height > 0 && width > 0, "it has no size");
        int count = bits.octet();
        if (count != 1 && count != 3 && count != 4) {
            throw new UnsupportedPictureException("a JPEG of %d components".formatted(count), "one of 1, 3 or 4");
        }
        check(length == 6 + 3 * count, "an invalid frame header");
        List<JpegComponent> components = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int id = bits.octet();
            int sampling = bits.octet();
            int across = sampling >> 4;
            int down = sampling & 0xf;
            check(
                    across >= 1 && across <= MOST_SAMPLING && down >= 1 && down <= MOST_SAMPLING,
                    "invalid sampling factors");
            components.add(new JpegComponent(id, across, down, bits.octet()));
        }
        JpegFrame frame = new JpegFrame(marker == PROGRESSIVE, height, width, List.copyOf(components));
        for (JpegComponent each : components) {
            if (frame.maxAcross() % each.across() != 0 || frame.maxDown() % each.down() != 0) {
                throw new UnsupportedPictureException(
                        "a JPEG with components of fractions of its size", "one with whole ratios");
            }
        }
        return frame;
    }

    /** Returns the bytes of its levels and, if they are kept, its coefficients. */
    long memory(boolean withCoefficients) {
        return components.stream()
                .mapToLong(each -> each.memory(unitsWide(), unitsHigh(), withCoefficients))
                .sum();
    }

    /** Allocates all components. */
    void allocate() {
        for (JpegComponent each : components) {
            each.allocate(
                    part(width, each.across(), maxAcross()),
                    part(height, each.down(), maxDown()),
                    unitsWide(),
                    unitsHigh(),
                    progressive);
        }
    }

    /**
     * Returns the colour space of the components, by the rule of the Independent JPEG Group's library.
     *
     * @param isJfif whether the file has a JFIF marker
     * @param transform of Adobe's marker; −1 without one
     */
    JpegRows.Colours colours(boolean isJfif, int transform) {
        if (components.size() == 1) {
            return JpegRows.Colours.GREY;
        }
        if (components.size() == 4) {
            return transform <= 0 ? JpegRows.Colours.CMYK : JpegRows.Colours.YCCK;
        }
        if (isJfif || transform > 0) {
            return JpegRows.Colours.YCC;
        }
        boolean named = components.get(0).id() == 'R'
                && components.get(1).id() == 'G'
                && components.get(2).id() == 'B';
        return transform == 0 || named ? JpegRows.Colours.RGB : JpegRows.Colours.YCC;
    }

    private int maxAcross() {
        return components.stream().mapToInt(JpegComponent::across).max().orElse(1);
    }

    private int maxDown() {
        return components.stream().mapToInt(JpegComponent::down).max().orElse(1);
    }

    /** Returns the number of units of interleaved blocks (MCUs) in a row. */
    int unitsWide() {
        return part(width, 1, maxAcross() * JpegBlocks.SIDE);
    }

    /** Returns the number of units in a column. */
    int unitsHigh() {
        return part(height, 1, maxDown() * JpegBlocks.SIDE);
    }

    /** Returns {@code size} times {@code of} / {@code all}, rounded up. */
    private static int part(int size, int of, int all) {
        return (size * of + all - 1) / all;
    }

    private static void check(boolean right, String wrong) throws IOException {
        if (!right) {
            throw new IOException(wrong);
        }
    }
}
