package org.meanfield.augment;

import java.util.List;
import java.util.SplittableRandom;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Seeds;
import org.meanfield.data.Dataset;
import org.meanfield.image.Image;

/**
 * Applies a job's augmentations, one after the other.
 *
 * <p>What happens to an image depends on (seed, epoch, the image's place in the data set's order, the augmentation's place
 * in the list) alone, so on neither the number of workers nor the batch. What is mixed, and how, is drawn for a batch, from
 * (seed, epoch, worker, step, the augmentation's place in the list): which images share a batch depends on the number of
 * workers anyway, but not on where they run.
 *
 * @param augmentations in the order in which they are applied; may be empty
 * @param seed the job's
 */
public record Augmenter(List<Augmentation> augmentations, long seed) {
    /**
     * Checks that all of them fit the images of {@code data}.
     *
     * @throws InvalidInputException if one does not, which it names by its place in {@code augment}
     */
    public static void check(List<Augmentation> augmentations, Dataset data) {
        for (int place = 0; place < augmentations.size(); place++) {
            try {
                augmentations.get(place).check(data);
            } catch (InvalidInputException e) {
                throw new InvalidInputException("augment[%d].%s".formatted(place, e.getMessage()), e);
            }
        }
    }

    /** Returns whether it changes nothing. */
    public boolean isEmpty() {
        return augmentations.isEmpty();
    }

    /**
     * Returns a batch changed.
     *
     * @param batch left as it was
     * @param indices of each image, its place in the data set's order
     * @param epoch from 0
     * @param worker whose batch it is
     * @param step the worker's local step
     */
    public Samples apply(Samples batch, int[] indices, int epoch, int worker, long step) {
        Samples changed = batch;
        for (int place = 0; place < augmentations.size(); place++) {
            Augmentation augmentation = augmentations.get(place);
            Image[] images = new Image[batch.count()];
            for (int i = 0; i < images.length; i++) {
                SplittableRandom random = Seeds.stream(seed, Seeds.Purpose.AUGMENT, epoch, indices[i], place);
                Image image = changed.images()[i];
                images[i] = happens(augmentation, random) ? augmentation.change(image, random) : image;
            }
            changed = new Samples(images, changed.labels());
            SplittableRandom random = Seeds.stream(seed, Seeds.Purpose.AUGMENT, epoch, worker, step, place);
            if (happens(augmentation, random)) {
                changed = augmentation.mix(changed, random);
            }
        }
        return changed;
    }

    private static boolean happens(Augmentation augmentation, SplittableRandom random) {
        return random.nextDouble() < augmentation.probability();
    }
}
