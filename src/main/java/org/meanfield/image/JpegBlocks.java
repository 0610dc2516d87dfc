package org.meanfield.image;

import java.util.Arrays;

/**
 * The lossy step of JPEG: the discrete cosine transform of blocks of 8 × 8 levels, quantization of its coefficients by a
 * table, and the inverse transform. Both transforms are the accurate integer ones of the Independent JPEG Group, after
 * Loeffler, Ligtenberg and Moschytz (1989), with 13 binary places.
 */
final class JpegBlocks {
    /** The width and height of a block. */
    static final int SIDE = 8;

    /** The number of levels, or coefficients, in a block. */
    static final int AREA = SIDE * SIDE;

    private static final int PLACES = 13;
    /** Additional binary places of values between the two passes. */
    private static final int EXTRA = 2;

    /** The level shift before the transform. */
    static final int MIDDLE = 128;

    /** Tables K.1 and K.2 of ITU-T T.81, for quality 50. */
    private static final int[] LUMINANCE = {
        16, 11, 10, 16, 24, 40, 51, 61, //
        12, 12, 14, 19, 26, 58, 60, 55, //
        14, 13, 16, 24, 40, 57, 69, 56, //
        14, 17, 22, 29, 51, 87, 80, 62, //
        18, 22, 37, 56, 68, 109, 103, 77, //
        24, 35, 55, 64, 81, 104, 113, 92, //
        49, 64, 78, 87, 103, 121, 120, 101, //
        72, 92, 95, 98, 112, 100, 103, 99
    };

    private static final int[] CHROMINANCE = {
        17, 18, 24, 47, 99, 99, 99, 99, //
        18, 21, 26, 66, 99, 99, 99, 99, //
        24, 26, 56, 99, 99, 99, 99, 99, //
        47, 66, 99, 99, 99, 99, 99, 99, //
        99, 99, 99, 99, 99, 99, 99, 99, //
        99, 99, 99, 99, 99, 99, 99, 99, //
        99, 99, 99, 99, 99, 99, 99, 99, //
        99, 99, 99, 99, 99, 99, 99, 99
    };

    private static final int C0_298 = 2446;
    private static final int C0_390 = 3196;
    private static final int C0_541 = 4433;
    private static final int C0_765 = 6270;
    private static final int C0_899 = 7373;
    private static final int C1_175 = 9633;
    private static final int C1_501 = 12299;
    private static final int C1_847 = 15137;
    private static final int C1_961 = 16069;
    private static final int C2_053 = 16819;
    private static final int C2_562 = 20995;
    private static final int C3_072 = 25172;

    private final int[] steps;

    private JpegBlocks(int[] steps) {
        this.steps = steps;
    }

    /** For luma and for grey. */
    static JpegBlocks luminance(int quality) {
        return new JpegBlocks(scaled(LUMINANCE, quality));
    }

    /** For the differences of colours. */
    static JpegBlocks chrominance(int quality) {
        return new JpegBlocks(scaled(CHROMINANCE, quality));
    }

    private static int[] scaled(int[] table, int quality) {
        int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
        return Arrays.stream(table)
                .map(step -> Math.min(255, Math.max(1, (step * percent + 50) / 100)))
                .toArray();
    }

    /** Quantizes a plane of whole blocks, {@code stride} levels a row. */
    void apply(int[] plane, int stride) {
        int[] block = new int[AREA];
        for (int start = 0; start < plane.length; start += SIDE * stride) {
            for (int left = start; left < start + stride; left += SIDE) {
                for (int i = 0; i < AREA; i++) {
                    block[i] = plane[left + i / SIDE * stride + i % SIDE] - MIDDLE;
                }
                change(block);
                for (int i = 0; i < AREA; i++) {
                    plane[left + i / SIDE * stride + i % SIDE] = JpegColours.level(block[i] + MIDDLE);
                }
            }
        }
    }

    private void change(int[] block) {
        for (int i = 0; i < SIDE; i++) {
            forward(block, SIDE * i, 1, -EXTRA);
        }
        for (int i = 0; i < SIDE; i++) {
            forward(block, i, SIDE, EXTRA);
        }
        for (int i = 0; i < AREA; i++) {
            // The transform's coefficients are 8 times the standard's.
            int step = SIDE * steps[i];
            int size = (Math.abs(block[i]) + step / 2) / step;
            block[i] = Integer.signum(block[i]) * size * steps[i];
        }
        inverse(block);
    }

    /** Replaces the coefficients of a block, row after row, by its levels, which are around 0. */
    static void inverse(int[] block) {
        for (int i = 0; i < SIDE; i++) {
            back(block, i, SIDE, PLACES - EXTRA);
        }
        for (int i = 0; i < SIDE; i++) {
            back(block, SIDE * i, 1, PLACES + EXTRA + 3);
        }
    }

    /** Transforms eight values from {@code at}, {@code by} apart, and drops {@code places} binary places (adds if negative). */
    private static void forward(int[] v, int at, int by, int places) {
        int sum0 = v[at] + v[at + 7 * by];
        int sum1 = v[at + by] + v[at + 6 * by];
        int sum2 = v[at + 2 * by] + v[at + 5 * by];
        int sum3 = v[at + 3 * by] + v[at + 4 * by];
        int odd7 = v[at] - v[at + 7 * by];
        int odd6 = v[at + by] - v[at + 6 * by];
        int odd5 = v[at + 2 * by] - v[at + 5 * by];
        int odd4 = v[at + 3 * by] - v[at + 4 * by];

        int even0 = sum0 + sum3;
        int even3 = sum0 - sum3;
        int even1 = sum1 + sum2;
        int even2 = sum1 - sum2;
        v[at] = places < 0 ? (even0 + even1) << -places : rounded(even0 + even1, places);
        v[at + 4 * by] = places < 0 ? (even0 - even1) << -places : rounded(even0 - even1, places);
        int drop = PLACES + places;
        int turned = (even2 + even3) * C0_541;
        v[at + 2 * by] = rounded(turned + even3 * C0_765, drop);
        v[at + 6 * by] = rounded(turned - even2 * C1_847, drop);

        int z5 = (odd4 + odd6 + odd5 + odd7) * C1_175;
        int z1 = -(odd4 + odd7) * C0_899;
        int z2 = -(odd5 + odd6) * C2_562;
        int z3 = -(odd4 + odd6) * C1_961 + z5;
        int z4 = -(odd5 + odd7) * C0_390 + z5;
        v[at + 7 * by] = rounded(odd4 * C0_298 + z1 + z3, drop);
        v[at + 5 * by] = rounded(odd5 * C2_053 + z2 + z4, drop);
        v[at + 3 * by] = rounded(odd6 * C3_072 + z2 + z3, drop);
        v[at + by] = rounded(odd7 * C1_501 + z1 + z4, drop);
    }

    /** Transforms eight coefficients back and drops {@code places} binary places. */
    private static void back(int[] v, int at, int by, int places) {
        int turned = (v[at + 2 * by] + v[at + 6 * by]) * C0_541;
        int even2 = turned - v[at + 6 * by] * C1_847;
        int even3 = turned + v[at + 2 * by] * C0_765;
        int even0 = (v[at] + v[at + 4 * by]) << PLACES;
        int even1 = (v[at] - v[at + 4 * by]) << PLACES;

        int odd0 = v[at + 7 * by];
        int odd1 = v[at + 5 * by];
        int odd2 = v[at + 3 * by];
        int odd3 = v[at + by];
        int z5 = (odd0 + odd2 + odd1 + odd3) * C1_175;
        int z1 = -(odd0 + odd3) * C0_899;
        int z2 = -(odd1 + odd2) * C2_562;
        int z3 = -(odd0 + odd2) * C1_961 + z5;
        int z4 = -(odd1 + odd3) * C0_390 + z5;
        odd0 = odd0 * C0_298 + z1 + z3;
        odd1 = odd1 * C2_053 + z2 + z4;
        odd2 = odd2 * C3_072 + z2 + z3;
        odd3 = odd3 * C1_501 + z1 + z4;

        v[at] = rounded(even0 + even3 + odd3, places);
        v[at + 7 * by] = rounded(even0 + even3 - odd3, places);
        v[at + by] = rounded(even1 + even2 + odd2, places);
        v[at + 6 * by] = rounded(even1 + even2 - odd2, places);
        v[at + 2 * by] = rounded(even1 - even2 + odd1, places);
        v[at + 5 * by] = rounded(even1 - even2 - odd1, places);
        v[at + 3 * by] = rounded(even0 - even3 + odd0, places);
        v[at + 4 * by] = rounded(even0 - even3 - odd0, places);
    }

    private static int rounded(int value, int places) {
        return (value + (1 << (places - 1))) >> places;
    }
}
