package org.meanfield.image;

import java.util.Arrays;

/**
 * A round pen that draws lines on a mask, with soft edges. It uses basic arithmetic and square roots only, so that the
 * bits are the same on every machine.
 */
public final class Pen {
    private Pen() {}

    /**
     * Draws the lines from point to point. Pixel (x, y) is the unit square with its corner at (x, y); what a line covers
     * of it, in [0, 1], is that of a straight edge at the distance of its centre, and lines that meet don't add up.
     *
     * @param mask the coverage so far, {@code width} values a row
     * @param points x and y of the first point, of the second, and so on, in pixels
     * @param radius half the width of the line, in pixels
     */
    public static void draw(float[] mask, int width, double[] points, double radius) {
        for (int i = 0; i + 3 < points.length; i += 2) {
            line(mask, width, points[i], points[i + 1], points[i + 2], points[i + 3], radius);
        }
    }

    private static void line(float[] mask, int width, double x0, double y0, double x1, double y1, double radius) {
        int height = mask.length / width;
        double reach = radius + 1;
        int left = Math.max(0, (int) (Math.min(x0, x1) - reach));
        int right = Math.min(width - 1, (int) (Math.max(x0, x1) + reach));
        int top = Math.max(0, (int) (Math.min(y0, y1) - reach));
        int bottom = Math.min(height - 1, (int) (Math.max(y0, y1) + reach));
        double dx = x1 - x0;
        double dy = y1 - y0;
        double squared = dx * dx + dy * dy;
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                double px = x + 0.5 - x0;
                double py = y + 0.5 - y0;
                double along = squared == 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / squared));
                double ex = px - along * dx;
                double ey = py - along * dy;
                double cover = radius + 0.5 - Math.sqrt(ex * ex + ey * ey);
                int i = y * width + x;
                mask[i] = (float) Math.max(mask[i], Math.min(1, cover));
            }
        }
    }

    /** Makes {@code mask} empty. */
    public static void clear(float[] mask) {
        Arrays.fill(mask, 0);
    }
}
