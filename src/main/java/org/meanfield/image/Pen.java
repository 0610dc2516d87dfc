package org.meanfield.image;

/**
 * A round pen that draws lines on a mask, with soft edges. It uses basic arithmetic and square roots only, so that the
 * bits are the same on every machine.
 */
public final class Pen {
    private Pen() {}

    /**
     * Draws the lines from point to point. Pixel (x, y) is the unit square with its upper left corner at (x, y). The
     * coverage by a line falls from 1 to 0 over one pixel across its edge; where lines meet, the larger one is used.
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
        double squaredLength = dx * dx + dy * dy;
        double squaredReach = (radius + 0.5) * (radius + 0.5);
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                double px = x + 0.5 - x0;
                double py = y + 0.5 - y0;
                double along = squaredLength == 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / squaredLength));
                double ex = px - along * dx;
                double ey = py - along * dy;
                double squaredDistance = ex * ex + ey * ey;
                if (squaredDistance < squaredReach) {
                    float cover = (float) Math.min(1, radius + 0.5 - Math.sqrt(squaredDistance));
                    mask[y * width + x] = Math.max(mask[y * width + x], cover);
                }
            }
        }
    }
}
