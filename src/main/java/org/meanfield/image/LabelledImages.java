package org.meanfield.image;

import java.nio.ByteBuffer;

/**
 * Images with their labels, as bytes.
 *
 * @param shape the size of each image
 * @param pixels unsigned bytes: pixel (c, y, x) of image n is at {@code ((n · channels + c) · height + y) · width + x}; an
 *     array or a mapped file
 * @param labels the class of each image, from 0
 */
public record LabelledImages(ImageShape shape, ByteBuffer pixels, byte[] labels) {
    /** Checks that there are as many images as labels. */
    public LabelledImages {
        if (pixels.capacity() != (long) labels.length * shape.size()) {
            throw new IllegalArgumentException(
                    "%d bytes of pixels are not %d images of %s".formatted(pixels.capacity(), labels.length, shape));
        }
    }

    /** Creates images whose pixels are in an array. */
    public LabelledImages(ImageShape shape, byte[] pixels, byte[] labels) {
        this(shape, ByteBuffer.wrap(pixels), labels);
    }

    /** Returns the number of images. */
    public int count() {
        return labels.length;
    }

    /** Copies the pixels of an image to {@code target} from {@code offset}. */
    public void copy(int index, byte[] target, int offset) {
        pixels.get(index * shape.size(), target, offset, shape.size());
    }

    /** Returns an image as floats: level / 255. */
    public Image image(int index) {
        byte[] bytes = new byte[shape.size()];
        copy(index, bytes, 0);
        Image image = new Image(shape);
        for (int i = 0; i < bytes.length; i++) {
            image.pixels()[i] = (bytes[i] & 0xff) / 255f;
        }
        return image;
    }

    /** Returns a copy of the images at {@code indices}, in that order. */
    public LabelledImages select(int[] indices) {
        int size = shape.size();
        byte[] chosenPixels = new byte[Math.multiplyExact(indices.length, size)];
        byte[] chosenLabels = new byte[indices.length];
        for (int i = 0; i < indices.length; i++) {
            copy(indices[i], chosenPixels, i * size);
            chosenLabels[i] = labels[indices[i]];
        }
        return new LabelledImages(shape, chosenPixels, chosenLabels);
    }
}
