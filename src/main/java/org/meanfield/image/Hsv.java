package org.meanfield.image;

/**
 * Changes of colours by their value V = max(red, green, blue) and saturation S = (V − min(red, green, blue)) / V, with the
 * hue kept. They need no hue: a channel x is V − S · V · h with h of the hue alone, so that it is scaled with V, and its
 * distance from V with S. As in scikit-image, a pixel without colour has the hue 0, red.
 */
public final class Hsv {
    private static final double RED = 0.2125;
    private static final double GREEN = 0.7154;
    private static final double BLUE = 0.0721;

    private Hsv() {}

    /** Returns a coloured image with V + {@code offset}, clipped to [0, 1], in place of V. */
    public static Image brighter(Image image, double offset) {
        Image changed = new Image(image.shape());
        int plane = image.plane();
        float[] from = image.pixels();
        float[] to = changed.pixels();
        for (int i = 0; i < plane; i++) {
            float value = Math.max(from[i], Math.max(from[plane + i], from[2 * plane + i]));
            float wanted = Image.clip(value + (float) offset);
            for (int k = i; k < to.length; k += plane) {
                to[k] = value == 0 ? wanted : Image.clip(from[k] / value * wanted);
            }
        }
        return changed;
    }

    /** Returns a coloured image with S · {@code factor} + {@code offset}, clipped to [0, 1], in place of S. */
    public static Image saturated(Image image, double factor, double offset) {
        Image changed = new Image(image.shape());
        int plane = image.plane();
        float[] from = image.pixels();
        float[] to = changed.pixels();
        for (int i = 0; i < plane; i++) {
            float value = Math.max(from[i], Math.max(from[plane + i], from[2 * plane + i]));
            float range = value - Math.min(from[i], Math.min(from[plane + i], from[2 * plane + i]));
            float saturation = value == 0 ? 0 : range / value;
            float wanted = Image.clip((float) (saturation * factor + offset)) * value;
            for (int k = i; k < to.length; k += plane) {
                // How far the channel is from V, where 1 is the farthest channel.
                float distance = range == 0 ? (k == i ? 0 : 1) : (value - from[k]) / range;
                to[k] = Image.clip(value - distance * wanted);
            }
        }
        return changed;
    }

    /**
     * Returns the luma of the colour of that hue and saturation and the value 1, with scikit-image's weights, 0.2125 red +
     * 0.7154 green + 0.0721 blue.
     *
     * @param hue in [0, 1], a share of the full circle; 0 is red
     */
    public static double luma(double hue, double saturation) {
        return RED * channel(6 * hue + 5, saturation)
                + GREEN * channel(6 * hue + 3, saturation)
                + BLUE * channel(6 * hue + 1, saturation);
    }

    /** The largest channel is 1 and the smallest 1 − {@code saturation}; {@code place} is in sixths of the circle. */
    private static double channel(double place, double saturation) {
        double k = place % 6;
        return 1 - saturation * Math.max(0, Math.min(1, Math.min(k, 4 - k)));
    }
}
