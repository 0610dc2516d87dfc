package org.meanfield.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * The labels and fingerprints of the images of a part.
 *
 * @param labels the class of each image
 * @param fingerprints the CRC-32 and the CRC-32C of the pixels of each: images for which both are equal are treated
 *     as equal, which is wrong in one of 100 million data sets of 600,000 images
 */
public record Contents(byte[] labels, long[] fingerprints) implements Serializable {
    /** Computes fingerprints. */
    static final class Fingerprints {
        private final CRC32 first = new CRC32();
        private final CRC32C second = new CRC32C();

        /** Returns the fingerprint of {@code size} bytes of {@code pixels} from {@code offset}. */
        long of(byte[] pixels, int offset, int size) {
            first.reset();
            second.reset();
            first.update(pixels, offset, size);
            second.update(pixels, offset, size);
            return first.getValue() << Integer.SIZE | second.getValue();
        }
    }

    /** Returns the number of images before each of the parts and, last, of all. */
    public static int[] starts(List<Contents> parts) {
        int[] starts = new int[parts.size() + 1];
        for (int i = 0; i < parts.size(); i++) {
            starts[i + 1] = starts[i] + parts.get(i).labels().length;
        }
        return starts;
    }

    /** Returns the contents of all parts, concatenated. */
    static long[] fingerprints(List<Contents> parts) {
        return parts.stream()
                .flatMapToLong(part -> Arrays.stream(part.fingerprints()))
                .toArray();
    }
}
