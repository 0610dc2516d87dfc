package org.meanfield.corrupt;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.meanfield.config.Names;
import org.meanfield.config.Seeds;
import org.meanfield.data.Dataset;
import org.meanfield.data.Split;
import org.meanfield.storage.Sha256;

/**
 * The random streams of a corrupted split. The noise of an image is drawn from the stream
 * {@code Seeds.stream(seed, CORRUPT, h(images), h(corruption), severity, repeat, index)}, where h is the first eight bytes of
 * the SHA-256 of a name in UTF-8, most significant first, {@code images} and {@code corruption} are names, and {@code index}
 * is the position of the image in its split, from 0. So the noise depends neither on the order of a job's corruptions nor on the
 * cluster.
 *
 * @param seed the job's
 * @param images the kind of the data set and the split, for instance {@code svhn test}: the noise on a test image does not
 *     depend on the images for training and validation
 */
public record NoiseAddress(long seed, String images) implements Serializable {
    /** Returns the address of a split of a data set. */
    public static NoiseAddress of(long seed, Dataset data, Split split) {
        return new NoiseAddress(seed, Names.of(Dataset.class, data.getClass()) + " " + split.label());
    }

    /** Returns the random stream of each image of the split, by its position, under {@code condition}. */
    public IntFunction<SplittableRandom> streams(Condition condition) {
        long[] address = {hash(images), hash(condition.name()), condition.severity(), condition.repeat(), 0};
        return index -> {
            address[address.length - 1] = index;
            return Seeds.stream(seed, Seeds.Purpose.CORRUPT, address);
        };
    }

    private static long hash(String name) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(Sha256.of(name))).getLong();
    }
}
