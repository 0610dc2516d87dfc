package org.meanfield.spark;

import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.meanfield.data.Normalization;
import org.meanfield.evaluate.Blocks;
import org.meanfield.image.LabelledImages;
import org.meanfield.model.NativeLibrary;
import org.meanfield.train.Batches;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.checkpoint.TrainedModel;

/**
 * A trained model on the executors: each has its parameters once, and a network for each of its cores. Any Spark session and
 * serializer will do.
 *
 * @param learner settings that its network is created from
 * @param parameters flat, in DL4J's order
 * @param normalization that of its training
 */
public record Inference(LearnerSettings learner, Broadcast<float[]> parameters, Normalization normalization)
        implements Serializable {
    /** Sends a model to the executors. */
    public static Inference of(JavaSparkContext context, TrainedModel model) {
        return new Inference(
                model.learner().forScoring(), context.broadcast(model.state().parameters()), model.normalization());
    }

    /** Returns the number of images of a batch, as many as a batch of an evaluation has. */
    public int batch() {
        return Blocks.size(learner.shape());
    }

    /** Returns the probability of each class, [images, classes] in c order. */
    public float[] probabilities(LabelledImages images) throws InterruptedException {
        NativeLibrary.loadIfNone();
        float[] features = Batches.features(images, normalization);
        return Learners.use(learner, network -> network.probabilities(parameters.value(), features, images.count()));
    }
}
