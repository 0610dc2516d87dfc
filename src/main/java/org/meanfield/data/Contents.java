package org.meanfield.data;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;

/**
 * What is known of the images of a part without their pixels.
 *
 * @param labels the class of each
 * @param fingerprints 64 bits of the SHA-256 of the pixels of each: images with the same one are taken for the same, which
 *     goes wrong once in 100 million data sets of 600,000 images
 */
public record Contents(byte[] labels, long[] fingerprints) implements Serializable {
    /** Makes fingerprints. */
    static final class Fingerprints {
        private final MessageDigest digest = Sha256.start();

        /** Returns that of the {@code size} bytes of {@code pixels} from {@code offset}. */
        long of(byte[] pixels, int offset, int size) {
            digest.update(pixels, offset, size);
            return ByteBuffer.wrap(digest.digest()).getLong();
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
}
