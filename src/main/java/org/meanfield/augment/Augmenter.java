package org.meanfield.augment;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Seeds;
import org.meanfield.data.Dataset;
import org.meanfield.image.Image;

/**
 * A job's augmentations, applied one after the other.
 *
 * <p>The draws for an image depend only on (seed, epoch, position of the image in the data set, position of the augmentation
 * in the list), so on neither the number of workers nor the batch. Mixing is drawn for each batch, from (seed, epoch, worker,
 * step, position of the augmentation in the list): the images of a batch depend on the number of workers, but not on where
 * the workers run.
 *
 * @param augmentations in the order in which they are applied; may be empty
 * @param seed the job's
 */
public record Augmenter(List<Augmentation> augmentations, long seed) {
    /**
     * Checks that all augmentations can be applied to images of {@code data}.
     *
     * @throws InvalidInputException if one cannot, named by its position in {@code augment}
     */
    public static void check(List<Augmentation> augmentations, Dataset data) {
        Check.that(
                augmentations.stream().filter(one -> one.consistency() > 0).count() <= 1,
                "augment",
                "a list of several with a consistency term",
                "a list of at most one");
        for (int place = 0; place < augmentations.size(); place++) {
            boolean isLast = place == augmentations.size() - 1;
            Check.that(
                    isLast || !(augmentations.get(place) instanceof Adversarial),
                    "augment[%d].type".formatted(place),
                    "adversarial",
                    "the last of the list");
            Check.that(
                    !isLast
                            || !(augmentations.get(place) instanceof Adversarial)
                            || new Augmenter(augmentations, 0).consistency() == 0,
                    "augment[%d].type".formatted(place),
                    "adversarial",
                    "another one with a consistency loss");
            try {
                augmentations.get(place).check(data);
            } catch (InvalidInputException e) {
                throw new InvalidInputException("augment[%d].%s".formatted(place, e.getMessage()), e);
            }
        }
    }

    /** Returns the weight of the consistency loss; 0 for none. */
    public double consistency() {
        return augmentations.stream().mapToDouble(Augmentation::consistency).sum();
    }

    /** Returns whether a batch is one view of its images that needs no network. */
    public boolean isPlain() {
        return consistency() == 0 && adversarial().isEmpty();
    }

    /** Returns the adversarial training, if there is one. */
    public Optional<Adversarial> adversarial() {
        return augmentations.stream()
                .filter(Adversarial.class::isInstance)
                .map(Adversarial.class::cast)
                .findFirst();
    }

    /** Returns whether there are no augmentations. */
    public boolean isEmpty() {
        return augmentations.isEmpty();
    }

    /**
     * Returns an augmented batch.
     *
     * @param batch not changed
     * @param indices the position of each image in the data set
     * @param epoch from 0
     * @param worker the worker of the batch
     * @param step the worker's local step
     */
    public Samples apply(Samples batch, int[] indices, int epoch, int worker, long step) {
        return apply(batch, indices, epoch, worker, step, 1);
    }

    /**
     * Returns one of the views of a batch that a consistency loss compares. They differ in the augmentation with the loss only.
     *
     * @param view 0 for images without that augmentation, or before they are attacked; from 1 on for a draw of it, which for 1 is that of a single augmented batch
     */
    public Samples apply(Samples batch, int[] indices, int epoch, int worker, long step, int view) {
        Samples changed = batch;
        for (int place = 0; place < augmentations.size(); place++) {
            Augmentation augmentation = augmentations.get(place);
            boolean varies = augmentation.consistency() > 0 || augmentation instanceof Adversarial;
            if (varies && view == 0) {
                continue;
            }
            Image[] images = new Image[batch.count()];
            for (int i = 0; i < images.length; i++) {
                SplittableRandom random = varies && view > 1
                        ? Seeds.stream(seed, Seeds.Purpose.AUGMENT, epoch, indices[i], place, view)
                        : Seeds.stream(seed, Seeds.Purpose.AUGMENT, epoch, indices[i], place);
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
