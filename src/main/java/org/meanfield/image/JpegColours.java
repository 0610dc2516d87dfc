package org.meanfield.image;

/** The colours of JPEG files: luma and the differences of blue and of red from it, in 16 binary places (JFIF 1.02). */
final class JpegColours {
    private static final int PLACES = 16;
    private static final int HALF = 1 << (PLACES - 1);
    private static final int MIDDLE = 128;

    private JpegColours() {}

    /** Replaces red, green and blue, a plane each, by luma and the differences, which are around 128. */
    static void toLuma(int[] levels, int plane) {
        int offset = (MIDDLE << PLACES) + HALF - 1;
        for (int i = 0; i < plane; i++) {
            int red = levels[i];
            int green = levels[plane + i];
            int blue = levels[2 * plane + i];
            levels[i] = (fixed(0.299) * red + fixed(0.587) * green + fixed(0.114) * blue + HALF) >> PLACES;
            levels[plane + i] = (fixed(0.5) * blue - fixed(0.16874) * red - fixed(0.33126) * green + offset) >> PLACES;
            levels[2 * plane + i] =
                    (fixed(0.5) * red - fixed(0.41869) * green - fixed(0.08131) * blue + offset) >> PLACES;
        }
    }

    /** Replaces luma and the differences by red, green and blue. */
    static void toRgb(int[] levels, int plane) {
        for (int i = 0; i < plane; i++) {
            int luma = levels[i];
            int blue = levels[plane + i] - MIDDLE;
            int red = levels[2 * plane + i] - MIDDLE;
            levels[i] = level(luma + ((fixed(1.402) * red + HALF) >> PLACES));
            levels[plane + i] = level(luma + ((-fixed(0.34414) * blue - fixed(0.71414) * red + HALF) >> PLACES));
            levels[2 * plane + i] = level(luma + ((fixed(1.772) * blue + HALF) >> PLACES));
        }
    }

    static int level(int value) {
        return Math.min(Levels.MOST, Math.max(0, value));
    }

    private static int fixed(double factor) {
        return (int) (factor * (1 << PLACES) + 0.5);
    }
}
