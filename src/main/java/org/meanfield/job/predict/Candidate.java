package org.meanfield.job.predict;

/**
 * An image to be classified. Only the key is kept until the batch is complete.
 *
 * @param key what the image is known by
 * @param pixels source of its pixels
 */
record Candidate<K>(K key, Pixels pixels) {
    /** Source of an image's pixels. */
    @FunctionalInterface
    interface Pixels {
        /**
         * Writes them to {@code target} from {@code offset}, [channels, height, width].
         *
         * @throws org.meanfield.config.InvalidInputException if the image is corrupt
         */
        void write(byte[] target, int offset);
    }
}
