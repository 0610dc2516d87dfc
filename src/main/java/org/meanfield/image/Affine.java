package org.meanfield.image;

/**
 * An affine warp about the centre of an image, by bilinear interpolation: with (x, y) the distance in pixels of a pixel of
 * the output from the centre, x to the right and y downwards, its value is that of the input at (xx·x + xy·y + x0, yx·x +
 * yy·y + y0). The centre is that of the pixels' centres, (width − 1) / 2 and (height − 1) / 2.
 *
 * @param xx of x for x
 * @param xy of y for x
 * @param x0 added to x, in pixels
 * @param yx of x for y
 * @param yy of y for y
 * @param y0 added to y, in pixels
 */
public record Affine(double xx, double xy, double x0, double yx, double yy, double y0) {
    /** Returns a rotation by {@code degrees}, counterclockwise. */
    public static Affine rotation(double degrees) {
        double cos = StrictMath.cos(StrictMath.toRadians(degrees));
        double sin = StrictMath.sin(StrictMath.toRadians(degrees));
        return new Affine(cos, -sin, 0, sin, cos, 0);
    }

    /** Returns a scaling by {@code factor}, which is positive. */
    public static Affine scaling(double factor) {
        return new Affine(1 / factor, 0, 0, 0, 1 / factor, 0);
    }

    /** Returns a shear, which moves the upper half to the right for positive {@code degrees}, below 90. */
    public static Affine shearing(double degrees) {
        return new Affine(1, StrictMath.tan(StrictMath.toRadians(degrees)), 0, 0, 1, 0);
    }

    /** Returns a shift, to the right by {@code x} pixels and down by {@code y}. */
    public static Affine translation(double x, double y) {
        return new Affine(1, 0, -x, 0, 1, -y);
    }

    /** Returns {@code image} warped, of the same size. */
    public Image apply(Image image, Border border) {
        Image warped = new Image(image.shape());
        int width = image.shape().width();
        int height = image.shape().height();
        int plane = image.plane();
        double centreX = (width - 1) / 2.0;
        double centreY = (height - 1) / 2.0;
        for (int i = 0; i < plane; i++) {
            int row = i / width;
            double x = i - row * width - centreX;
            double y = row - centreY;
            double fromX = centreX + xx * x + xy * y + x0;
            double fromY = centreY + yx * x + yy * y + y0;
            if (border == Border.REPLICATE) {
                fromX = Math.min(width - 1, Math.max(0, fromX));
                fromY = Math.min(height - 1, Math.max(0, fromY));
            }
            int left = (int) Math.floor(fromX);
            int top = (int) Math.floor(fromY);
            float u = (float) (fromX - left);
            float v = (float) (fromY - top);
            for (int start = 0; start < warped.pixels().length; start += plane) {
                float upper = mix(at(image, start, left, top), at(image, start, left + 1, top), u);
                float lower = mix(at(image, start, left, top + 1), at(image, start, left + 1, top + 1), u);
                warped.pixels()[start + i] = Image.clip(mix(upper, lower, v));
            }
        }
        return warped;
    }

    private static float at(Image image, int start, int x, int y) {
        int width = image.shape().width();
        boolean inside = x >= 0 && x < width && y >= 0 && y < image.shape().height();
        return inside ? image.pixels()[start + y * width + x] : 0;
    }

    private static float mix(float a, float b, float share) {
        return a + share * (b - a);
    }
}
