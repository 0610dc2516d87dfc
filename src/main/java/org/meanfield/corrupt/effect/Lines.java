package org.meanfield.corrupt.effect;

import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;

/**
 * Bright lines, as MNIST-C's script draws them: at the vertical distance d from a line its brightness is log(1 − d / r) + 1, clipped
 * to [0, 1]. Places and the reach r are in pixels of an image of 28×28 that is stretched over the image.
 */
public final class Lines {
    private static final int SIDE = 28;
    private static final double LENGTH = 2;
    private static final double WIDTH = 2;
    private static final int FIRST = 2;
    private static final int LAST = 25;

    private final double[] brightness;
    private final int width;
    private final int height;
    private final double reach;

    /** Starts without a line. */
    public Lines(ImageShape shape, double reach) {
        this.width = shape.width();
        this.height = shape.height();
        this.brightness = new double[width * height];
        this.reach = reach;
    }

    /** Draws a line from (x0, y0) to (x1, y1), x0 &lt; x1, in the columns from ⌊x0⌋ up to ⌈x1⌉. */
    public void draw(double x0, double y0, double x1, double y1) {
        double slope = (y1 - y0) / (x1 - x0);
        for (int i = 0; i < brightness.length; i++) {
            double x = place(i % width, width);
            if (x >= Math.floor(x0) && x < Math.ceil(x1)) {
                double distance = Math.abs(place(i / width, height) - slope * (x - x0) - y0);
                if (distance < reach) {
                    brightness[i] += Math.max(0, StrictMath.log(1 - distance / reach) + 1);
                }
            }
        }
    }

    /** Draws a zigzag about the line from height {@code y0} at the left to {@code y1} at the right. */
    public void zigzag(double y0, double y1) {
        double across = LAST - FIRST;
        double length = Math.sqrt(across * across + (y1 - y0) * (y1 - y0));
        double cos = across / length;
        double sin = (y1 - y0) / length;
        double fromX = FIRST;
        double fromY = y0;
        double offset = 0;
        int corners = (int) ((length - LENGTH) / (2 * LENGTH)) + 1;
        double rest = length - 2 * LENGTH * (int) (length / (2 * LENGTH));
        for (int i = 0; i <= corners; i++) {
            boolean isEnd = i == corners;
            if (isEnd && rest == 0) {
                return;
            }
            double along = isEnd ? length : (2 * i + 1) * LENGTH;
            offset = isEnd ? offset / (2 * rest) : (i % 2 == 0 ? WIDTH : -WIDTH);
            double toX = FIRST + cos * along - sin * offset;
            double toY = y0 + sin * along + cos * offset;
            draw(fromX, fromY, toX, toY);
            fromX = toX;
            fromY = toY;
        }
    }

    /** Erases every other two columns, from the first ones on. */
    public Lines dotted() {
        for (int i = 0; i < brightness.length; i++) {
            int pair = (int) (Math.max(0, place(i % width, width)) / 2);
            brightness[i] = pair % 2 == 0 ? 0 : brightness[i];
        }
        return this;
    }

    /** Returns {@code image} with the lines added to every channel. */
    public Image on(Image image) {
        Image lined = new Image(image.shape());
        for (int i = 0; i < lined.pixels().length; i++) {
            lined.pixels()[i] = Image.clip((float) (image.pixels()[i] + brightness[i % brightness.length]));
        }
        return lined;
    }

    private static double place(int pixel, int size) {
        return (pixel + 0.5) * ((double) SIDE / size) - 0.5;
    }
}
