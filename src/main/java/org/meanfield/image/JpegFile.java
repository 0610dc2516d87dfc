package org.meanfield.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A JPEG file, baseline or progressive with Huffman codes, read as by libjpeg-turbo and so Pillow, with the same result on any
 * machine: Java's own reader guesses colours, applies colour profiles, and depends on its distributor's library. Of the
 * application segments only those that define the colours of the components are read.
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
    private static final int JFIF_LENGTH = 14;
    private static final int ADOBE_LENGTH = 12;
    private static final int MOST_BLOCKS = 10;
    /** Encoders write about ten; thousands would only cost time. */
    private static final int MOST_SCANS = 200;

    private final JpegBits bits;
    private final JpegTables tables = new JpegTables();
    /** Empty until it has been read. */
    private Optional<JpegFrame> read = Optional.empty();

    private int interval;
    private boolean isJfif;
    /** The transform of Adobe's segment; −1 without one. */
    private int transform = -1;

    private JpegFile(byte[] file) {
        this.bits = new JpegBits(file);
    }

    /** Returns whether a file has the signature of a JPEG file. */
    public static boolean isOne(byte[] file) {
        return file.length > 2 && Arrays.equals(file, 0, 3, new byte[] {(byte) 0xff, (byte) START, (byte) 0xff}, 0, 3);
    }

    /** Reads a file's header, up to the size of the picture. */
    public static JpegFile open(byte[] file) throws IOException {
        JpegFile opened = new JpegFile(file);
        opened.bits.marker();
        while (opened.read.isEmpty()) {
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
        return frame().height();
    }

    @Override
    public int width() {
        return frame().width();
    }

    @Override
    public long memory() throws IOException {
        // A block has one bit at least.
        long blocks = frame().memory(false) / JpegBlocks.AREA;
        check(blocks <= (long) Byte.SIZE * bits.left(), "it ends early");
        return frame().memory(frame().progressive());
    }

    @Override
    public String mended() {
        return bits.mended();
    }

    @Override
    public PictureRows rows() throws IOException {
        JpegFrame frame = frame();
        frame.allocate();
        int scans = 0;
        boolean whole = false;
        for (int marker = bits.marker(); marker != END; marker = bits.marker()) {
            if (marker == SCAN) {
                boolean all = scan(frame) == frame.components().size() && !frame.progressive();
                scans++;
                check(scans <= MOST_SCANS, String.format(Locale.ROOT, "it has more than %d scans", MOST_SCANS));
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
        frame.components().forEach(JpegComponent::finish);
        int count = frame.components().size();
        if ((count == 3 && !isJfif && transform > 1) || (count == 4 && (transform == 1 || transform > 2))) {
            bits.mend(String.format(Locale.ROOT, "unknown Adobe transform %d", transform));
        }
        return new JpegRows(frame.components(), frame.width(), frame.colours(isJfif, transform));
    }

    private JpegFrame frame() {
        return read.orElseThrow();
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
            check(length == 2, "an invalid restart interval");
            interval = bits.word();
        } else if (marker >= FIRST_APPLICATION && marker < FIRST_APPLICATION + 16) {
            application(marker, bits.octets(Math.max(0, length)));
        } else if (marker == COMMENT || marker == LINES || marker == ARITHMETIC_CONDITIONS) {
            bits.octets(Math.max(0, length));
        } else if (marker >= 0xc0 && marker < 0xd0) {
            check(read.isEmpty(), "it has two frames");
            read = Optional.of(JpegFrame.read(bits, marker, length));
        } else {
            throw new IOException("an unknown marker, ff%02x".formatted(marker));
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

    /** Reads a scan, and returns how many components it has. */
    private int scan(JpegFrame frame) throws IOException {
        int length = bits.word();
        int count = bits.octet();
        check(count >= 1 && count <= frame.components().size() && length == 6 + 2 * count, "a scan has no components");
        List<JpegScan.Member> members = new ArrayList<>();
        int[][] numbers = new int[count][];
        for (int i = 0; i < count; i++) {
            numbers[i] = new int[] {bits.octet(), bits.octet()};
        }
        int first = bits.octet();
        int last = bits.octet();
        int precision = bits.octet();
        JpegScan.Band band = new JpegScan.Band(first, last, precision >> 4 != 0, precision & 0xf);
        if (frame.progressive()) {
            checkBand(band, precision >> 4, count);
        }
        for (int[] pair : numbers) {
            members.add(member(frame, pair[0], pair[1], members, band));
        }
        check(
                count == 1
                        || members.stream()
                                        .mapToInt(each -> each.component().across()
                                                * each.component().down())
                                        .sum()
                                <= MOST_BLOCKS,
                "a scan has too many blocks");
        new JpegScan(bits, frame.progressive(), members, band, interval).read(frame.unitsWide(), frame.unitsHigh());
        return count;
    }

    private static void checkBand(JpegScan.Band band, int before, int count) throws IOException {
        boolean means = band.first() == 0;
        check(
                (means ? band.last() == 0 : band.last() >= band.first() && band.last() < JpegBlocks.AREA && count == 1)
                        && band.shift() <= 13
                        && (before == 0 || before == band.shift() + 1),
                "the progression of a scan is invalid");
    }

    private JpegScan.Member member(
            JpegFrame frame, int id, int numbers, List<JpegScan.Member> taken, JpegScan.Band band) throws IOException {
        for (JpegComponent component : frame.components()) {
            if (component.id() == id && taken.stream().noneMatch(member -> member.component() == component)) {
                component.quantize(tables.steps(component.table()));
                boolean coded = !frame.progressive();
                return new JpegScan.Member(
                        component,
                        coded || (band.first() == 0 && !band.refines()) ? tables.means(numbers >> 4) : JpegHuffman.NONE,
                        coded || band.first() > 0 ? tables.others(numbers & 0xf) : JpegHuffman.NONE);
            }
        }
        throw new IOException("a scan has an unknown component");
    }

    private static void check(boolean right, String wrong) throws IOException {
        if (!right) {
            throw new IOException(wrong);
        }
    }
}
