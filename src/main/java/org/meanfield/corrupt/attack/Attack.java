package org.meanfield.corrupt.attack;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.meanfield.config.Names;
import org.meanfield.image.Image;
import org.meanfield.image.ImageShape;

/**
 * A perturbation of test images that is made for a model, or the noise that such ones are compared with: an element of
 * {@code attacks:} of a job file. Pixels stay in [0, 1] and are not rounded to levels.
 */
public sealed interface Attack extends Serializable permits Fgsm, Pgd, UniversalNoise {
    /** The gradient of the loss of a model. */
    @FunctionalInterface
    interface LossGradient {
        /**
         * Returns the gradient of each image's cross-entropy for its label with respect to its pixels.
         *
         * @param images in [0, 1], in the order of those that are attacked
         */
        Image[] of(Image... images) throws InterruptedException;
    }

    /** Returns whether rows of the table {@code robustness} with this name of a corruption are of an attack. */
    static boolean isName(String corruption) {
        return Arrays.stream(Attack.class.getPermittedSubclasses())
                .anyMatch(member -> Names.of(Attack.class, member).equals(corruption));
    }

    /** Returns the name in tables. */
    default String name() {
        return Names.of(Attack.class, getClass());
    }

    /** Returns the number of severities, which are numbered from 1. */
    int severities();

    /** Returns a severity's settings, for tables: {@code linf=8/255}. */
    String parameter(int severity);

    /** Returns whether it draws random numbers; if not, one repeat is enough. */
    boolean isRandom();

    /** Returns whether it sees a model. */
    boolean needsGradient();

    /** Returns the run that it is made for, whichever model is scored; empty for the scored model itself. */
    String madeFor();

    /**
     * Checks its severities for images of a shape.
     *
     * @param key of this attack in the job file
     * @throws org.meanfield.config.InvalidInputException if images cannot be that far apart
     */
    void check(String key, ImageShape shape);

    /**
     * Returns perturbed copies of images.
     *
     * @param images in [0, 1]
     * @param severity from 1 to {@link #severities}
     * @param ofLoss of the model that it is made for; not used unless {@link #needsGradient}
     * @param streams the random stream of each image, by its place among {@code images}; of −1 that of all together
     * @return values in [0, 1]
     */
    Image[] apply(Image[] images, int severity, LossGradient ofLoss, IntFunction<SplittableRandom> streams)
            throws InterruptedException;

    /** Returns the settings of severities as tables have them, with the model that it is made for. */
    static String shown(List<String> settings, String madeFor) {
        return "%s for=%s".formatted(String.join(" ", settings), madeFor.isEmpty() ? "own" : madeFor);
    }
}
