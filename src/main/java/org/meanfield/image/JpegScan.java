package org.meanfield.image;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * A scan of a JPEG file, with some coefficients of some components (ITU-T T.81, annexes F and G), baseline or
 * progressive with Huffman codes. Damaged data are decoded as by the Independent JPEG Group's library.
 */
final class JpegScan {
    private static final int AREA = JpegBlocks.AREA;
    private static final int RESTARTS = 8;
    private static final int RUN = 15;

    /** The position of each coefficient in its block (zigzag order); indices past the end map to the last. */
    private static final int[] PLACES = Arrays.copyOf(
            new int[] {
                0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, //
                12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28, //
                35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, //
                58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63
            },
            AREA + RUN + 1);

    static {
        Arrays.fill(PLACES, AREA, PLACES.length, AREA - 1);
    }

    /**
     * The band of coefficients of a scan.
     *
     * @param first its first coefficient, in the order of {@link #place}
     * @param last its last coefficient
     * @param refines whether it adds one bit to each coefficient (successive approximation)
     * @param shift the number of the lowest bit
     */
    record Band(int first, int last, boolean refines, int shift) {}

    /** A component and its tables. */
    record Member(JpegComponent component, JpegHuffman means, JpegHuffman others) {}

    private final JpegBits bits;
    private final boolean progressive;
    private final List<Member> members;
    private final Band band;
    private final int interval;
    private final int[] means;
    private final int[] block = new int[AREA];
    /** The number of further blocks without data in this band (end-of-band run). */
    private int run;

    JpegScan(JpegBits bits, boolean progressive, List<Member> members, Band band, int interval) {
        this.bits = bits;
        this.progressive = progressive;
        this.members = members;
        this.band = band;
        this.interval = interval;
        this.means = new int[members.size()];
    }

    /** Returns the position in its block of coefficient {@code k} of the file. */
    static int place(int k) {
        return PLACES[k];
    }

    /** Reads the scan of a picture of so many units of {@code across} × {@code down} blocks of each component. */
    void read(int unitsWide, int unitsHigh) throws IOException {
        JpegComponent only = members.get(0).component();
        boolean single = members.size() == 1;
        int wide = single ? wholeBlocks(only.width()) : unitsWide;
        int high = single ? wholeBlocks(only.height()) : unitsHigh;
        int restart = 0;
        bits.begin();
        for (int unit = 0; unit < wide * high; unit++) {
            if (interval > 0 && unit > 0 && unit % interval == 0) {
                bits.restart(restart);
                restart = (restart + 1) % RESTARTS;
                Arrays.fill(means, 0);
                run = 0;
            }
            if (bits.isStarved() && (interval == 0 || bits.isOver())) {
                break;
            }
            if (bits.isStarved()) {
                continue;
            }
            int row = unit / wide;
            int column = unit % wide;
            if (single) {
                block(0, row, column);
            } else {
                unit(row, column);
            }
        }
        bits.end();
    }

    private static int wholeBlocks(int size) {
        return (size + JpegBlocks.SIDE - 1) / JpegBlocks.SIDE;
    }

    private void unit(int row, int column) throws IOException {
        for (int i = 0; i < means.length; i++) {
            JpegComponent component = members.get(i).component();
            for (int y = 0; y < component.down(); y++) {
                for (int x = 0; x < component.across(); x++) {
                    block(i, row * component.down() + y, column * component.across() + x);
                }
            }
        }
    }

    private void block(int member, int row, int column) throws IOException {
        JpegComponent component = members.get(member).component();
        if (!progressive) {
            Arrays.fill(block, 0);
            whole(member);
            component.put(row, column, block);
            return;
        }
        int start = (row * component.blocksWide() + column) * AREA;
        short[] into = component.coefficients();
        if (band.first() == 0) {
            mean(member, into, start);
        } else if (band.refines()) {
            refine(members.get(member).others(), into, start);
        } else {
            band(members.get(member).others(), into, start);
        }
    }

    private void whole(int member) throws IOException {
        Member tables = members.get(member);
        means[member] += bits.number(tables.means().next(bits));
        block[0] = (short) means[member];
        for (int k = 1; k < AREA; k++) {
            int symbol = tables.others().next(bits);
            int size = symbol & RUN;
            int zeros = symbol >> 4;
            k += zeros;
            if (size != 0) {
                block[PLACES[k]] = bits.number(size);
            } else if (zeros != RUN) {
                return;
            }
        }
    }

    private void mean(int member, short[] into, int start) throws IOException {
        if (band.refines()) {
            into[start] |= (short) (bits.bits(1) << band.shift());
        } else {
            means[member] += bits.number(members.get(member).means().next(bits));
            into[start] = (short) (means[member] << band.shift());
        }
    }

    private void band(JpegHuffman table, short[] into, int start) throws IOException {
        if (run > 0) {
            run--;
            return;
        }
        for (int k = band.first(); k <= band.last(); k++) {
            int symbol = table.next(bits);
            int size = symbol & RUN;
            int zeros = symbol >> 4;
            if (size == 0 && zeros != RUN) {
                run = (1 << zeros) + bits.bits(zeros) - 1;
                return;
            }
            k += zeros;
            if (size != 0) {
                into[start + PLACES[k]] = (short) (bits.number(size) << band.shift());
            }
        }
    }

    private void refine(JpegHuffman table, short[] into, int start) throws IOException {
        int k = band.first();
        while (run == 0 && k <= band.last()) {
            int symbol = table.next(bits);
            int zeros = symbol >> 4;
            int added = 0;
            if ((symbol & RUN) != 0) {
                if ((symbol & RUN) != 1) {
                    bits.mend("an invalid Huffman code");
                }
                added = (bits.bits(1) == 1 ? 1 : -1) << band.shift();
            } else if (zeros != RUN) {
                run = (1 << zeros) + bits.bits(zeros);
                break;
            }
            k = refine(into, start, k, zeros);
            if (added != 0) {
                into[start + PLACES[k]] = (short) added;
            }
            k++;
        }
        if (run > 0) {
            refine(into, start, k, AREA);
            run--;
        }
    }

    /** Adds one bit to the non-zero coefficients up to the zero one after {@code zeros} others; returns its position. */
    private int refine(short[] into, int start, int from, int zeros) throws IOException {
        int left = zeros;
        int bit = 1 << band.shift();
        for (int k = from; k <= band.last(); k++) {
            int at = start + PLACES[k];
            if (into[at] == 0) {
                if (left == 0) {
                    return k;
                }
                left--;
            } else if (bits.bits(1) == 1 && (into[at] & bit) == 0) {
                into[at] += (short) (into[at] > 0 ? bit : -bit);
            }
        }
        return band.last() + 1;
    }
}
