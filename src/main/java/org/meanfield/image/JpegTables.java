package org.meanfield.image;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;

/** The quantization and Huffman tables of a JPEG file. */
final class JpegTables {
    private static final int TABLES = 4;
    private static final int LENGTHS = 16;
    private static final int MOST_CODES = 256;

    /** The default Huffman tables, which frames of Motion JPEG omit: tables K.3 to K.6 of ITU-T T.81. */
    private static final String[] USUAL_MEANS = {
        "00010501010101010100000000000000" + "000102030405060708090a0b",
        "00030101010101010101010000000000" + "000102030405060708090a0b"
    };

    private static final String[] USUAL_OTHERS = {
        "0002010303020403050504040000017d"
                + "01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728"
                + "292a3435363738393a434445464748494a535455565758595a636465666768696a737475767778797a83848586878889"
                + "8a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2"
                + "e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa",
        "00020102040403040705040400010277"
                + "0001020311040521310612415107617113223281081442"
                + "91a1b1c109233352f0156272d10a162434e125f11718191a262728292a35363738393a434445464748494a5354555657"
                + "58595a636465666768696a737475767778797a82838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3"
                + "b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa"
    };

    private final int[][] steps = new int[TABLES][0];
    private final byte[][] means = new byte[TABLES][0];
    private final byte[][] others = new byte[TABLES][0];

    /** Reads a segment with quantization tables. */
    void readSteps(JpegBits bits, int length) throws IOException {
        int left = length;
        while (left > 0) {
            int head = bits.octet();
            int wide = head >> 4 != 0 ? 2 : 1;
            left -= 1 + wide * JpegBlocks.AREA;
            check((head & 0xf) < TABLES && left >= 0, "a quantization table is invalid");
            int[] table = new int[JpegBlocks.AREA];
            for (int k = 0; k < table.length; k++) {
                table[JpegScan.place(k)] = wide == 2 ? bits.word() : bits.octet();
            }
            steps[head & 0xf] = table;
        }
    }

    /** Reads a segment with Huffman tables. */
    void readCodes(JpegBits bits, int length) throws IOException {
        int left = length;
        while (left > LENGTHS) {
            int head = bits.octet();
            byte[] counts = bits.octets(LENGTHS);
            int codes = codes(counts);
            left -= 1 + LENGTHS + codes;
            check((head & 0xef) < TABLES && codes <= MOST_CODES && left >= 0, "a Huffman table is invalid");
            byte[] table = Arrays.copyOf(counts, LENGTHS + codes);
            System.arraycopy(bits.octets(codes), 0, table, LENGTHS, codes);
            (head >> 4 == 0 ? means : others)[head & 0xf] = table;
        }
        check(left == 0, "a Huffman table is invalid");
    }

    /** Returns the quantization table of this number. */
    int[] steps(int number) throws IOException {
        check(number < TABLES && steps[number].length > 0, "a quantization table is missing");
        return steps[number];
    }

    JpegHuffman means(int number) throws IOException {
        JpegHuffman table = huffman(means, USUAL_MEANS, number);
        check(table.isOfMeans(), "a Huffman table is invalid");
        return table;
    }

    JpegHuffman others(int number) throws IOException {
        return huffman(others, USUAL_OTHERS, number);
    }

    private static JpegHuffman huffman(byte[][] tables, String[] usual, int number) throws IOException {
        check(number < TABLES && (tables[number].length > 0 || number < usual.length), "a Huffman table is missing");
        byte[] table =
                tables[number].length > 0 ? tables[number] : HexFormat.of().parseHex(usual[number]);
        int[] counts = new int[LENGTHS];
        for (int i = 0; i < LENGTHS; i++) {
            counts[i] = table[i] & 0xff;
        }
        return new JpegHuffman(counts, Arrays.copyOfRange(table, LENGTHS, table.length));
    }

    private static int codes(byte[] counts) {
        int codes = 0;
        for (byte count : counts) {
            codes += count & 0xff;
        }
        return codes;
    }

    private static void check(boolean right, String wrong) throws IOException {
        if (!right) {
            throw new IOException(wrong);
        }
    }
}
