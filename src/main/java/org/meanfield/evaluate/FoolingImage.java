package org.meanfield.evaluate;

import org.meanfield.image.Image;
import org.meanfield.train.Objective;

/**
 * An image of one class, changed until the network takes it for another: x ← clip(x + s · g / ‖g‖₂) along the gradient g of the
 * difference of both classes' scores (as in Szegedy et al. 2014, by plain gradient ascent).
 *
 * @param image the last one, in [0, 1]
 * @param target the class that is wanted
 * @param steps the steps taken
 * @param fooled whether the network takes it for the target; if not, the steps ran out or the gradient vanished
 * @param confidence the probability of the target
 * @param norm the Euclidean norm of the change of all values, each in [0, 1]
 * @param largest the largest change of a value
 */
public record FoolingImage(
        Image image, int target, int steps, boolean fooled, double confidence, double norm, double largest) {
    /**
     * Searches one.
     *
     * @param start in [0, 1], of another class than {@code target} to the network
     * @param from the class that the network takes it for
     * @param step s, the length of a step, positive
     * @param most the most steps
     */
    public static FoolingImage of(PixelModel model, Image start, int from, int target, double step, int most)
            throws InterruptedException {
        float[] difference = new float[model.classes()];
        difference[target] = 1;
        difference[from] = -1;
        Image image = start;
        float[] probabilities = model.probabilities(image);
        int steps = 0;
        boolean moves = true;
        while (moves && steps < most && Score.argMax(probabilities, 0, model.classes()) != target) {
            Image gradient = model.gradient(new Image[] {image}, difference, Objective.SCORE)[0];
            double length = norm(gradient.pixels());
            moves = length > 0;
            if (moves) {
                image = along(image, gradient, step / length);
                probabilities = model.probabilities(image);
                steps++;
            }
        }
        float[] change = image.pixels().clone();
        double largest = 0;
        for (int i = 0; i < change.length; i++) {
            change[i] -= start.pixels()[i];
            largest = Math.max(largest, Math.abs(change[i]));
        }
        boolean fooled = Score.argMax(probabilities, 0, model.classes()) == target;
        return new FoolingImage(image, target, steps, fooled, probabilities[target], norm(change), largest);
    }

    /** Returns its change, enlarged so that the largest is black or white: 0.5 is none. */
    public Image change(Image start) {
        Image change = image.copy();
        for (int i = 0; i < change.pixels().length; i++) {
            double moved = image.pixels()[i] - start.pixels()[i];
            change.pixels()[i] = (float) (0.5 + (largest > 0 ? moved / (2 * largest) : 0));
        }
        return change;
    }

    /** Returns an image moved by {@code factor} times a gradient, clipped to [0, 1]. */
    private static Image along(Image image, Image gradient, double factor) {
        Image moved = image.copy();
        for (int i = 0; i < moved.pixels().length; i++) {
            moved.pixels()[i] += (float) (factor * gradient.pixels()[i]);
        }
        return moved.clipped();
    }

    static double norm(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }
}
