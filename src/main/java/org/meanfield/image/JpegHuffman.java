package org.meanfield.image;

import java.io.IOException;
import java.util.Arrays;

/** A table of Huffman codes of a JPEG file (ITU-T T.81, annex C). */
final class JpegHuffman {
    private static final int LONGEST = 16;
    /** The longest codes, in bits, that are decoded by one table lookup. */
    private static final int QUICK = 9;

    /** The empty table, for scans without codes of a kind. */
    static final JpegHuffman NONE = new JpegHuffman();

    private final int[] ends = new int[LONGEST + 2];
    private final int[] offsets = new int[LONGEST + 1];
    private final byte[] symbols;
    /** For the next {@link #QUICK} bits the length of their code and its symbol; 0 where the code is longer. */
    private final short[] quick = new short[1 << QUICK];

    private JpegHuffman() {
        this.symbols = new byte[0];
    }

    /**
     * Creates a table.
     *
     * @param counts the number of codes of each length, from 1 bit on
     * @param symbols the symbols, in the order of the codes
     */
    JpegHuffman(int[] counts, byte[] symbols) throws IOException {
        this.symbols = symbols;
        int code = 0;
        int symbol = 0;
        for (int length = 1; length <= LONGEST; length++) {
            offsets[length] = symbol - code;
            for (int i = 0; i < counts[length - 1]; i++, code++, symbol++) {
                if (length <= QUICK && code < 1 << length) {
                    int first = code << (QUICK - length);
                    Arrays.fill(quick, first, first + (1 << (QUICK - length)), (short)
                            (length << Byte.SIZE | (symbols[symbol] & 0xff)));
                }
            }
            if (code >= 1 << length) { // no code is all ones
                throw new IOException("a Huffman table is invalid");
            }
            ends[length] = counts[length - 1] == 0 ? -1 : code;
            code <<= 1;
        }
        ends[LONGEST + 1] = Integer.MAX_VALUE;
    }

    /** Returns whether all symbols are valid lengths of DC differences, at most 15 bits. */
    boolean isOfMeans() {
        for (byte symbol : symbols) {
            if ((symbol & 0xff) > 15) {
                return false;
            }
        }
        return true;
    }

    /** Returns the symbol of the next code; 0 for an invalid code, as the Independent JPEG Group's library does. */
    int next(JpegBits bits) throws IOException {
        int found = quick[bits.peek(QUICK)];
        if (found != 0) {
            bits.skip(found >> Byte.SIZE);
            return found & 0xff;
        }
        int next = bits.peek(LONGEST);
        for (int length = 1; length <= LONGEST; length++) {
            int code = next >> (LONGEST - length);
            if (code < ends[length]) {
                bits.skip(length);
                return symbols[code + offsets[length]] & 0xff;
            }
        }
        bits.skip(LONGEST);
        bits.bits(1); // that library finds out by the bit behind the longest code
        bits.mend("an invalid Huffman code");
        return 0;
    }
}
