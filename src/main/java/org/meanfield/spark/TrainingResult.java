package org.meanfield.spark;

import java.io.Serializable;
import org.meanfield.evaluate.Predictions;
import org.meanfield.train.checkpoint.Checkpoint;

/**
 * What a training, or a stretch of one, has come to.
 *
 * @param end where it stands, with all rows; after a whole training the last one is that of the test
 * @param diverged why it diverged; empty if it did not
 * @param predictions for the test images, by the selected state; none before the end of the training
 */
public record TrainingResult(Checkpoint end, String diverged, Predictions predictions) implements Serializable {}
