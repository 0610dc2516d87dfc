package org.meanfield.data;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * The images of a data set as plain bytes, a file for each part, from which they can be read in any order: what stands
 * between published files, which are compressed as a whole, and shards.
 *
 * @param folder with the files
 */
public record Unpacked(Source source, String folder) implements Serializable {
    /** Writes the file of a part; the numbers of images that have been written are given to {@code progress}. */
    public Contents write(Source.Part part, IntConsumer progress) {
        int size = source.shape().size();
        long[] fingerprints = new long[source.count(part)];
        Contents.Fingerprints prints = new Contents.Fingerprints();
        int[] done = {0};
        byte[][] labels = {{}};
        Storage.write(
                file(part),
                out -> labels[0] = source.read(part, (pixels, images) -> {
                    try {
                        out.write(pixels, 0, images * size);
                    } catch (IOException e) {
                        throw new UncheckedIOException(
                                "Cannot write %s: %s".formatted(file(part), Storage.reason(e)), e);
                    }
                    for (int i = 0; i < images; i++) {
                        fingerprints[done[0] + i] = prints.of(pixels, i * size, size);
                    }
                    done[0] += images;
                    progress.accept(done[0]);
                }));
        return new Contents(labels[0], fingerprints);
    }

    /**
     * Writes the pixels of {@code images} into {@code pixels}, in that order. The files are read from front to back, which every kind of store
     * does well.
     *
     * @param images counted over all parts
     * @param starts the number of images before each part
     */
    public void gather(int[] images, int[] starts, byte[] pixels) {
        long[] byImage = new long[images.length];
        for (int i = 0; i < images.length; i++) {
            byImage[i] = (long) images[i] << Integer.SIZE | i;
        }
        Arrays.sort(byImage);
        List<Source.Part> parts = source.parts();
        int next = 0;
        for (int part = 0; part < parts.size(); part++) {
            int end = starts[part + 1];
            if (next < byImage.length && (int) (byImage[next] >> Integer.SIZE) < end) {
                next = gather(file(parts.get(part)), starts[part], end, byImage, next, pixels);
            }
        }
    }

    private int gather(String file, int start, int end, long[] byImage, int from, byte[] pixels) {
        int size = source.shape().size();
        int next = from;
        try (FSDataInputStream in = Storage.seekable(file)) {
            for (; next < byImage.length && (int) (byImage[next] >> Integer.SIZE) < end; next++) {
                in.seek(((byImage[next] >> Integer.SIZE) - start) * size);
                in.readFully(pixels, (int) byImage[next] * size, size);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read %s: %s".formatted(file, Storage.reason(e)), e);
        }
        return next;
    }

    private String file(Source.Part part) {
        return Storage.child(folder, part.name() + ".pixels");
    }
}
