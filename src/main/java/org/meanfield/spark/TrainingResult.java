package org.meanfield.spark;

import java.io.Serializable;
import org.meanfield.evaluate.Predictions;
import org.meanfield.train.checkpoint.Checkpoint;

/**
 * Result of a training, or of one rung of it.
 *
 * @param end the final checkpoint, with all rows; after a whole training the last evaluation is the test's
 * @param diverged why it diverged; empty if it did not
 * @param timeUp whether its time was up before its end, with at least one round done; it is not tested then
 * @param validationSeconds spent on scoring the validation split, by this process
 * @param predictions of the selected state for the test images; none before the end of the training
 */
public record TrainingResult(
        Checkpoint end, String diverged, boolean timeUp, double validationSeconds, Predictions predictions)
        implements Serializable {}
