package org.meanfield.job.explain;

import java.util.List;
import org.meanfield.config.Check;

/**
 * A request to explain a model.
 *
 * @param run the id of its run
 * @param images numbers of test images, from 0; empty for the first of each class
 * @param target the class that fooling images are to be taken for, by its name or number; empty for the second most probable class
 * @param step the length of a step towards a fooling image, for values in [0, 1]
 * @param steps the most steps towards a fooling image
 * @param classSteps the steps of class images
 * @param seed of class images
 */
public record ExplainJob(
        String run, List<Integer> images, String target, double step, int steps, int classSteps, long seed) {
    private static final int MOST_IMAGES = 50;
    private static final int MOST_STEPS = 10_000;
    private static final double LONGEST = 100;

    /** Checks what needs no files. */
    public ExplainJob {
        Check.that(!run.isBlank() && !run.contains("/"), "RUN", run.isBlank() ? "empty" : run, "the id of a run");
        Check.that(images.size() <= MOST_IMAGES, "--images", images.size() + " images", "at most " + MOST_IMAGES);
        Check.that(
                images.stream().distinct().count() == images.size(), "--images", images, "a list of different numbers");
        Check.that(step > 0 && step <= LONGEST, "--step", step, "in (0, 100]");
        Check.that(steps >= 1 && steps <= MOST_STEPS, "--steps", steps, "in 1 … " + MOST_STEPS);
        Check.that(classSteps >= 1 && classSteps <= MOST_STEPS, "--class-steps", classSteps, "in 1 … " + MOST_STEPS);
        images = List.copyOf(images);
    }
}
