package org.meanfield.data;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.apache.hadoop.fs.FSDataInputStream;
import org.meanfield.config.Reason;
import org.meanfield.storage.Room;
import org.meanfield.storage.Storage;

/**
 * The images of a data set as uncompressed bytes, one file per part, for random access: the intermediate step between
 * published files, which are compressed as a whole, and shards.
 *
 * @param folder with the files
 */
public record Unpacked(Source source, String folder) implements Serializable {
    /**
     * A part that has been unpacked.
     *
     * @param sums over all its images
     * @param findings the warnings of reading them
     */
    public record Written(Contents contents, ChannelSums sums, Findings findings) implements Serializable {}

    /** Writes the file of a part and reports the number of images written to {@code progress}. */
    public Written write(Source.Part part, IntConsumer progress) {
        int size = source.shape().size();
        long[] fingerprints = new long[source.count(part)];
        Contents.Fingerprints prints = new Contents.Fingerprints();
        ChannelSums[] sums = {new ChannelSums(source.shape())};
        int[] done = {0};
        byte[][] labels = {{}};
        Findings[] findings = {Findings.NONE};
        Room.check(file(part), (long) fingerprints.length * size);
        Storage.write(file(part), out -> {
            done[0] = 0; // it begins again where the store has failed
            sums[0] = new ChannelSums(source.shape());
            Source.Sink sink = (pixels, images) -> {
                try {
                    out.write(pixels, 0, images * size);
                } catch (IOException e) {
                    throw new UncheckedIOException("Cannot write %s: %s".formatted(file(part), Reason.line(e)), e);
                }
                for (int i = 0; i < images; i++) {
                    fingerprints[done[0] + i] = prints.of(pixels, i * size, size);
                }
                sums[0].add(pixels, images);
                done[0] += images;
                progress.accept(done[0]);
            };
            labels[0] = source.read(part, sink.noting(found -> findings[0] = found));
        });
        return new Written(new Contents(labels[0], Arrays.copyOf(fingerprints, done[0])), sums[0], findings[0]);
    }

    /** Returns the findings of all parts. */
    public static Findings findings(List<Written> parts) {
        return parts.stream().map(Written::findings).reduce(Findings.NONE, Findings::plus);
    }

    /** Opens the files; the caller closes them. */
    public Reader reader() {
        return new Reader(this);
    }

    /** A random-access reader of the files, for one thread. */
    public static final class Reader implements AutoCloseable {
        private final Unpacked unpacked;
        private final List<Source.Part> parts;
        private final Map<Integer, FSDataInputStream> open = new HashMap<>();

        private Reader(Unpacked unpacked) {
            this.unpacked = unpacked;
            this.parts = unpacked.source().parts();
        }

        /**
         * Writes the pixels of {@code images} into {@code pixels}, in that order. Each file is read sequentially,
         * which is fast on every kind of store.
         *
         * @param images counted over all parts
         * @param starts the number of images before each part
         */
        public void gather(int[] images, int[] starts, byte[] pixels) {
            int size = unpacked.source().shape().size();
            long[] byImage = new long[images.length];
            for (int i = 0; i < images.length; i++) {
                byImage[i] = (long) images[i] << Integer.SIZE | i;
            }
            Arrays.sort(byImage);
            int part = 0;
            for (long each : byImage) {
                int image = (int) (each >> Integer.SIZE);
                while (image >= starts[part + 1]) {
                    part++;
                }
                read(part, (long) (image - starts[part]) * size, pixels, (int) each * size, size);
            }
        }

        private void read(int part, long position, byte[] pixels, int offset, int size) {
            String file = unpacked.file(parts.get(part));
            try {
                open.computeIfAbsent(part, key -> Storage.seekable(file)).readFully(position, pixels, offset, size);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read %s: %s".formatted(file, Reason.line(e)), e);
            }
        }

        @Override
        public void close() {
            for (FSDataInputStream in : open.values()) {
                try {
                    in.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(
                            "Cannot close %s: %s".formatted(unpacked.folder(), Reason.line(e)), e);
                }
            }
        }
    }

    private String file(Source.Part part) {
        return Storage.child(folder, part.name() + ".pixels");
    }
}
