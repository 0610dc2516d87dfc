package org.meanfield.config;

import java.util.SplittableRandom;

/**
 * Random streams with an address: a stream depends only on the job's seed, its purpose and its item, so draws are the
 * same on any cluster and in any order.
 */
public final class Seeds {
    /** The purpose of a stream; each has streams of its own. */
    public enum Purpose {
        /** The initial weights of a layer: (layer index). */
        INITIALIZE(1),
        /** The order of a shard's samples: (epoch, worker). */
        SHUFFLE(2),
        /** The order of a data set's training images, of which the workers' shards are slices. */
        SHARD(3),
        /** The dropout masks of a local step: (worker, step). */
        DROPOUT(4),
        /** The validation split drawn from the training images: (class). */
        VALIDATION(5),
        /** The images of the synthetic digits: (split, index). */
        DRAW(6),
        /**
         * The augmentation of a sample: (epoch, sample index, augmentation); of a batch: (epoch, worker, step,
         * augmentation).
         */
        AUGMENT(7),
        /** The corruption of an image: (data set and split, corruption, severity, repeat, index), names by their hash. */
        CORRUPT(8),
        /** The values of a cell of a random search: (draw, key). */
        SWEEP(9),
        /** A depth study: (0) its inputs, (0, step) those of a training step, (1) the gradients of its outputs, (2, product) the sums of products; other studies: (100 and more, …). */
        STUDY(10),
        /** The label of a training image: (place in the training split). */
        LABEL_NOISE(11),
        /** The training images that a job uses: (class). */
        SUBSET(12),
        /** The start and the shifts of class images: (draw). */
        EXPLAIN(13);

        private final long id;

        Purpose(long id) {
            this.id = id;
        }
    }

    private Seeds() {}

    /** Returns the random stream of an address. */
    public static SplittableRandom stream(long seed, Purpose purpose, long... address) {
        return new SplittableRandom(of(seed, purpose, address));
    }

    /** Returns the seed of an address. */
    public static long of(long seed, Purpose purpose, long... address) {
        long hash = mix(mix(seed) ^ purpose.id);
        for (long part : address) {
            hash = mix(hash ^ part);
        }
        return hash;
    }

    /** Returns a permutation of 0 … {@code size} − 1, each as likely as the others (Fisher and Yates). */
    public static int[] permutation(int size, SplittableRandom random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014) after a step by the golden ratio: a bijection. */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
