package org.meanfield.corrupt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.meanfield.data.Normalization;
import org.meanfield.image.Image;
import org.meanfield.image.LabelledImages;
import org.meanfield.storage.Sha256;

/**
 * Consecutive images of a split under a condition, normalized for a network.
 *
 * @param features normalized pixels, [images, channels, height, width] in c order
 * @param digests of each image the 32 bytes of the SHA-256 of its corrupted pixels before normalization, as little-endian
 *     float32 in the order of {@link Image}
 */
public record CorruptedImages(float[] features, byte[] digests) {
    /**
     * Returns images under a condition, normalized.
     *
     * @param start number of the first of {@code images} in its split
     * @param noise the random stream of each image
     * @param normalization of the network's inputs
     */
    public static CorruptedImages of(
            LabelledImages images,
            int start,
            Condition.Fixed condition,
            NoiseAddress noise,
            Normalization normalization) {
        IntFunction<SplittableRandom> streams = noise.streams(condition);
        LabelledImages published = condition.published(images, start);
        return of(
                images.count(),
                images.shape().size(),
                i -> condition.apply(published.image(i), normalization, streams.apply(start + i)),
                normalization);
    }

    /** Returns images that have been attacked, normalized. */
    public static CorruptedImages of(Image[] attacked, Normalization normalization) {
        return of(attacked.length, attacked[0].shape().size(), i -> attacked[i], normalization);
    }

    private static CorruptedImages of(int count, int size, IntFunction<Image> images, Normalization normalization) {
        float[] features = new float[count * size];
        MessageDigest digest = Sha256.start();
        ByteBuffer bytes = ByteBuffer.allocate(size * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer digests = ByteBuffer.allocate(count * digest.getDigestLength());
        for (int i = 0; i < count; i++) {
            Image corrupted = images.apply(i);
            bytes.asFloatBuffer().put(corrupted.pixels());
            digests.put(digest.digest(bytes.array()));
            normalization.apply(corrupted, features, i * size);
        }
        return new CorruptedImages(features, digests.array());
    }
}
