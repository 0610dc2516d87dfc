package org.meanfield.data;

import java.util.stream.IntStream;
import org.meanfield.config.Check;
import org.meanfield.config.Seeds;

/**
 * The validation part of a published training split: equally many of each class (the first classes have one more if the
 * size is not divisible), the same for every job. A larger part contains the smaller ones.
 */
final class Holdout {
    /** Not the job's, so that all jobs are selected on the same images. */
    private static final long SEED = 1;

    private Holdout() {}

    /**
     * Returns for each image of a published part whether it is held out.
     *
     * @param dropped the images, of this part and maybe more, that are in no split
     * @param size the number of validation images
     * @throws org.meanfield.config.InvalidInputException if a class has too few to leave one for training
     */
    static boolean[] of(byte[] labels, boolean[] dropped, int classes, int size) {
        boolean[] held = new boolean[labels.length];
        for (int k = 0; k < classes; k++) {
            int label = k;
            int[] members = IntStream.range(0, labels.length)
                    .filter(i -> labels[i] == label && !dropped[i])
                    .toArray();
            int share = size / classes + (label < size % classes ? 1 : 0);
            Check.that(
                    share == 0 || share < members.length,
                    "data.validation",
                    size,
                    "less: it takes %d of the %d images of class %d".formatted(share, members.length, label));
            int[] order = Seeds.permutation(members.length, Seeds.stream(SEED, Seeds.Purpose.VALIDATION, label));
            for (int i = 0; i < share; i++) {
                held[members[order[i]]] = true;
            }
        }
        return held;
    }
}
