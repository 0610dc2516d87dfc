package org.meanfield.image;

/**
 * A part of an image: rows {@code top} … {@code bottom} − 1 of columns {@code left} … {@code right} − 1.
 *
 * @param top its first row
 * @param left its first column
 * @param bottom the row after its last
 * @param right the column after its last
 */
public record Box(int top, int left, int bottom, int right) {
    /** Returns the box of that size centred on pixel (x, y), clipped to an image of {@code shape}. */
    public static Box around(int x, int y, int width, int height, ImageShape shape) {
        int top = y - height / 2;
        int left = x - width / 2;
        return new Box(
                Math.max(0, top),
                Math.max(0, left),
                Math.min(shape.height(), top + height),
                Math.min(shape.width(), left + width));
    }

    /** Returns the number of its pixels. */
    public int area() {
        return (bottom - top) * (right - left);
    }

    /** Returns {@code image} with this part replaced by that of {@code other}, which has the same size. */
    public Image paste(Image image, Image other) {
        Image pasted = image.copy();
        int width = image.shape().width();
        for (int start = 0; start < pasted.pixels().length; start += image.plane()) {
            for (int y = top; y < bottom; y++) {
                int from = start + y * width + left;
                System.arraycopy(other.pixels(), from, pasted.pixels(), from, right - left);
            }
        }
        return pasted;
    }
}
