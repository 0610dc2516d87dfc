package org.meanfield.image;

/**
 * Changes of brightness and colour, as torchvision's {@code adjust_*} but for the weights of the luma, which are those
 * of ITU-R BT.601 with three digits: 0.299 red + 0.587 green + 0.114 blue. Values are clipped to [0, 1]. The luma of an
 * image without three channels is its first one.
 */
public final class Colour {
    /** The channels of a coloured image: red, green, blue. */
    public static final int CHANNELS = 3;

    private static final float RED = 0.299f;
    private static final float GREEN = 0.587f;
    private static final float BLUE = 0.114f;

    private Colour() {}

    /** Returns {@code factor} · x: 0 is black, 1 the unchanged image. */
    public static Image brightness(Image image, double factor) {
        return scaled(image, factor, 0);
    }

    /** Returns {@code factor} · x + {@code offset}. */
    public static Image scaled(Image image, double factor, double offset) {
        Image changed = new Image(image.shape());
        for (int i = 0; i < changed.pixels().length; i++) {
            changed.pixels()[i] = Image.clip((float) factor * image.pixels()[i] + (float) offset);
        }
        return changed;
    }

    /** Returns {@code factor} · x + (1 − {@code factor}) · m with m the mean luma of the whole image: 0 is one grey. */
    public static Image contrast(Image image, double factor) {
        double sum = 0;
        float[] luma = luma(image);
        for (float value : luma) {
            sum += value;
        }
        return scaled(image, factor, (1 - factor) * sum / luma.length);
    }

    /** Returns {@code factor} · x + (1 − {@code factor}) · m with m the mean of x's own channel. */
    public static Image contrastByChannel(Image image, double factor) {
        Image changed = new Image(image.shape());
        int plane = image.plane();
        for (int start = 0; start < changed.pixels().length; start += plane) {
            double sum = 0;
            for (int i = start; i < start + plane; i++) {
                sum += image.pixels()[i];
            }
            double offset = (1 - factor) * sum / plane;
            for (int i = start; i < start + plane; i++) {
                changed.pixels()[i] = Image.clip((float) (factor * image.pixels()[i] + offset));
            }
        }
        return changed;
    }

    /** Returns {@code factor} · x + (1 − {@code factor}) · luma: 0 has no colour, 1 is the unchanged image. */
    public static Image saturation(Image image, double factor) {
        float[] luma = luma(image);
        Image changed = new Image(image.shape());
        float own = (float) factor;
        float grey = (float) (1 - factor);
        for (int start = 0; start < changed.pixels().length; start += luma.length) {
            for (int i = 0; i < luma.length; i++) {
                changed.pixels()[start + i] = Image.clip(own * image.pixels()[start + i] + grey * luma[i]);
            }
        }
        return changed;
    }

    /** Returns the image with each value from {@code threshold} on turned to its negative, 1 − x. */
    public static Image solarized(Image image, double threshold) {
        Image changed = image.copy();
        for (int i = 0; i < changed.pixels().length; i++) {
            changed.pixels()[i] =
                    changed.pixels()[i] >= (float) threshold ? 1 - changed.pixels()[i] : changed.pixels()[i];
        }
        return changed;
    }

    /** Returns the image with the luma in every channel. */
    public static Image grey(Image image) {
        float[] luma = luma(image);
        Image changed = new Image(image.shape());
        for (int start = 0; start < changed.pixels().length; start += luma.length) {
            System.arraycopy(luma, 0, changed.pixels(), start, luma.length);
        }
        return changed;
    }

    /** Returns a coloured image with all hues rotated by {@code turns} of a full circle: ⅓ turns red to green. */
    public static Image hue(Image image, double turns) {
        Image changed = new Image(image.shape());
        int plane = image.plane();
        float[] from = image.pixels();
        float[] to = changed.pixels();
        // In sixths of the circle, from 0 up to 6.
        float turn = (float) (6 * (turns - Math.floor(turns)));
        for (int i = 0; i < plane; i++) {
            float red = from[i];
            float green = from[plane + i];
            float blue = from[2 * plane + i];
            float high = Math.max(red, Math.max(green, blue));
            float low = Math.min(red, Math.min(green, blue));
            float hue = high == low ? 0 : hue(red, green, blue, high, high - low) + turn;
            to[i] = channel(hue + 5, high, low);
            to[plane + i] = channel(hue + 3, high, low);
            to[2 * plane + i] = channel(hue + 1, high, low);
        }
        return changed;
    }

    /** The hue in sixths of the circle, in (−1, 5]: 0 is red, 2 green and 4 blue (Smith 1978, "Color gamut transform pairs"). */
    private static float hue(float red, float green, float blue, float high, float range) {
        if (high == red) {
            return (green - blue) / range;
        }
        return high == green ? 2 + (blue - red) / range : 4 + (red - green) / range;
    }

    /** A channel's value falls from {@code high} to {@code low} and rises again around the circle of hues. */
    private static float channel(float place, float high, float low) {
        float k = place - 6 * (int) (place / 6);
        return high - (high - low) * Image.clip(Math.min(k, 4 - k));
    }

    private static float[] luma(Image image) {
        float[] luma = new float[image.plane()];
        float[] pixels = image.pixels();
        if (image.shape().channels() != CHANNELS) {
            System.arraycopy(pixels, 0, luma, 0, luma.length);
            return luma;
        }
        for (int i = 0; i < luma.length; i++) {
            luma[i] = RED * pixels[i] + GREEN * pixels[luma.length + i] + BLUE * pixels[2 * luma.length + i];
        }
        return luma;
    }
}
