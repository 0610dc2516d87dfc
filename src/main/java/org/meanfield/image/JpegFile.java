package org.meanfield.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A JPEG file, baseline or progressive with Huffman codes, as libjpeg-turbo and so Pillow read it, but on any machine: Java's
 * own reader guesses colours, applies colour profiles, and has the library that its distributor gave it. Of the segments for
 * programs only those are looked at that say which colours the components are.
 */
public final class JpegFile implements PictureFile {
    private static final int START = 0xd8;
    private static final int END = 0xd9;
    private static final int SCAN = 0xda;
    private static final int STEPS = 0xdb;
    private static final int RESTARTS = 0xdd;
    private static final int JFIF = 0xe0;
    private static final int ADOBE = 0xee;
    private static final int FIRST_APPLICATION = 0xe0;
    private static final int CODES = 0xc4;
    private static final int ARITHMETIC_CONDITIONS = 0xcc;
    private static final int LINES = 0xdc;
    private static final int COMMENT = 0xfe;
    private static final int PROGRESSIVE = 0xc2;
    private static final int JFIF_LENGTH = 14;
    private static final int ADOBE_LENGTH = 12;
    private static final int MOST_BLOCKS = 10;
    private static final int MOST_SAMPLING = 4;
    /** Programs write about ten; one of thousands only takes time. */
    private static final int MOST_SCANS = 200;

    private static final String FORM = "a baseline or progressive JPEG of 8 bits with Huffman codes";

    private final JpegBits bits;
    private final JpegTables tables = new JpegTables();
    private final List<JpegComponent> components = new ArrayList<>();
    private boolean progressive;
    private int height;
    private int width;
    private int interval;
    private boolean isJfif;
    /** Of Adobe's segment; −1 where there is none. */
    private int transform = -1;

    private JpegFile(byte[] file) {
        this.bits = new JpegBits(file);
    }

    /** Returns whether a file begins as a JPEG file does. */
    public static boolean isOne(byte[] file) {
        return file.length > 2 && Arrays.equals(file, 0, 3, new byte[] {(byte) 0xff, (byte) START, (byte) 0xff}, 0, 3);
    }

    /** Reads a file up to the size of the picture. */
    public static JpegFile open(byte[] file) throws IOException {
        JpegFile opened = new JpegFile(file);
        opened.bits.marker();
        while (opened.components.isEmpty()) {
            int marker = opened.bits.marker();
            if (marker == SCAN || marker == END) {
                throw new IOException("it has no size");
            }
            opened.segment(marker);
        }
        return opened;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public long memory() {
        return components.stream()
                .mapToLong(each -> each.memory(unitsWide(), unitsHigh(), progressive))
                .sum();
    }

    @Override
    public String mended() {
        return bits.mended();
    }

    @Override
    public PictureRows rows() throws IOException {
        for (JpegComponent each : components) {
            each.allocate(
                    part(width, each.across(), maxAcross()),
                    part(height, each.down(), maxDown()),
                    unitsWide(),
                    unitsHigh(),
                    progressive);
        }
        int scans = 0;
        boolean whole = false;
        for (int marker = bits.marker(); marker != END; marker = bits.marker()) {
            if (marker == SCAN) {
                boolean all = scan() == components.size() && !progressive;
                scans++;
                check(scans <= MOST_SCANS, "it has more than %d scans".formatted(MOST_SCANS));
                whole = all && bits.hasOnlyRest();
            } else {
                segment(marker);
            }
            if (whole) {
                bits.mend("its end is missing");
                break;
            }
        }
        check(scans > 0, "it has no pixels");
        components.forEach(JpegComponent::finish);
        return new JpegRows(components, width, colours());
    }

    private void segment(int marker) throws IOException {
        if (marker == 0x01 || (marker >= 0xd0 && marker < START)) {
            return; // of no length
        }
        int length = bits.word() - 2;
        if (marker == CODES) {
            tables.readCodes(bits, length);
        } else if (marker == STEPS) {
            tables.readSteps(bits, length);
        } else if (marker == RESTARTS) {
            check(length == 2, "its restarts have no interval");
            interval = bits.word();
        } else if (marker >= FIRST_APPLICATION && marker < FIRST_APPLICATION + 16) {
            application(marker, bits.octets(Math.max(0, length)));
        } else if (marker == COMMENT || marker == LINES || marker == ARITHMETIC_CONDITIONS) {
            bits.octets(Math.max(0, length));
        } else if (marker >= 0xc0 && marker < 0xd0) {
            frame(marker, length);
        } else {
            throw new IOException("its marker %02x is none".formatted(marker));
        }
    }

    private void application(int marker, byte[] content) {
        if (marker == JFIF && content.length >= JFIF_LENGTH && begins(content, "JFIF\0")) {
            isJfif = true;
        }
        if (marker == ADOBE && content.length >= ADOBE_LENGTH && begins(content, "Adobe")) {
            transform = content[ADOBE_LENGTH - 1] & 0xff;
        }
    }

    private static boolean begins(byte[] content, String word) {
        return new String(content, 0, word.length(), StandardCharsets.ISO_8859_1).equals(word);
    }

    private void frame(int marker, int length) throws IOException {
        check(components.isEmpty(), "it has two frames");
        int precision = bits.octet();
        if (marker > PROGRESSIVE || precision != Byte.SIZE) {
            String kind = marker > 0xc8
                    ? "an arithmetic-coded JPEG"
                    : marker > PROGRESSIVE
                            ? "a lossless or hierarchical JPEG"
                            : "a JPEG of %d bits".formatted(precision);
            throw new UnsupportedPictureException(kind, FORM);
        }
        progressive = marker == PROGRESSIVE;
        height = bits.word();
        width = bits.word();
        check(height > 0 && width > 0, "it has no size");
        int count = bits.octet();
        if (count != 1 && count != 3 && count != 4) {
            throw new UnsupportedPictureException("a JPEG of %d components".formatted(count), "one of 1, 3 or 4");
        }
        check(length == 6 + 3 * count, "the length of its frame is wrong");
        for (int i = 0; i < count; i++) {
            int id = bits.octet();
            int sampling = bits.octet();
            int across = sampling >> 4;
            int down = sampling & 0xf;
            check(
                    across >= 1 && across <= MOST_SAMPLING && down >= 1 && down <= MOST_SAMPLING,
                    "its components have no size");
            components.add(new JpegComponent(id, across, down, bits.octet()));
        }
        for (JpegComponent each : components) {
            if (maxAcross() % each.across() != 0 || maxDown() % each.down() != 0) {
                throw new UnsupportedPictureException(
                        "a JPEG with components of fractions of its size", "one with whole ratios");
            }
        }
    }

    /** Reads a scan, and returns how many components it has. */
    private int scan() throws IOException {
        int length = bits.word();
        int count = bits.octet();
        check(count >= 1 && count <= components.size() && length == 6 + 2 * count, "its scan has no components");
        List<JpegScan.Member> members = new ArrayList<>();
        int[][] numbers = new int[count][];
        for (int i = 0; i < count; i++) {
            numbers[i] = new int[] {bits.octet(), bits.octet()};
        }
        int first = bits.octet();
        int last = bits.octet();
        int precision = bits.octet();
        JpegScan.Band band = new JpegScan.Band(first, last, precision >> 4 != 0, precision & 0xf);
        if (progressive) {
            checkBand(band, precision >> 4, count);
        }
        for (int[] pair : numbers) {
            members.add(member(pair[0], pair[1], members, band));
        }
        check(
                count == 1
                        || members.stream()
                                        .mapToInt(each -> each.component().across()
                                                * each.component().down())
                                        .sum()
                                <= MOST_BLOCKS,
                "its scan has too many blocks");
        new JpegScan(bits, progressive, members, band, interval).read(unitsWide(), unitsHigh());
        return count;
    }

    private static void checkBand(JpegScan.Band band, int before, int count) throws IOException {
        boolean means = band.first() == 0;
        check(
                (means ? band.last() == 0 : band.last() >= band.first() && band.last() < JpegBlocks.AREA && count == 1)
                        && band.shift() <= 13
                        && (before == 0 || before == band.shift() + 1),
                "its progression is none");
    }

    private JpegScan.Member member(int id, int numbers, List<JpegScan.Member> taken, JpegScan.Band band)
            throws IOException {
        for (JpegComponent component : components) {
            if (component.id() == id && taken.stream().noneMatch(member -> member.component() == component)) {
                component.quantize(tables.steps(component.table()));
                boolean coded = !progressive;
                return new JpegScan.Member(
                        component,
                        coded || (band.first() == 0 && !band.refines()) ? tables.means(numbers >> 4) : JpegHuffman.NONE,
                        coded || band.first() > 0 ? tables.others(numbers & 0xf) : JpegHuffman.NONE);
            }
        }
        throw new IOException("its scan has a component that is none");
    }

    /** Returns the colours that the components are, by the rule of the Independent JPEG Group's library. */
    private JpegRows.Colours colours() {
        int count = components.size();
        if (count == 1) {
            return JpegRows.Colours.GREY;
        }
        if (count == 4) {
            return transform == 0 || transform < 0 ? JpegRows.Colours.CMYK : JpegRows.Colours.YCCK;
        }
        if (isJfif) {
            return JpegRows.Colours.YCC;
        }
        if (transform >= 0) {
            if (transform > 1) {
                bits.mend("Adobe's transform %d is none".formatted(transform));
            }
            return transform == 0 ? JpegRows.Colours.RGB : JpegRows.Colours.YCC;
        }
        boolean named = components.get(0).id() == 'R'
                && components.get(1).id() == 'G'
                && components.get(2).id() == 'B';
        return named ? JpegRows.Colours.RGB : JpegRows.Colours.YCC;
    }

    private int maxAcross() {
        return components.stream().mapToInt(JpegComponent::across).max().orElse(1);
    }

    private int maxDown() {
        return components.stream().mapToInt(JpegComponent::down).max().orElse(1);
    }

    private int unitsWide() {
        return part(width, 1, maxAcross() * JpegBlocks.SIDE);
    }

    private int unitsHigh() {
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
