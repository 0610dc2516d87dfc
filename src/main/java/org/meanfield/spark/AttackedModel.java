package org.meanfield.spark;

import com.esotericsoftware.kryo.DefaultSerializer;
import java.io.Serializable;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.meanfield.config.RecordSerializer;
import org.meanfield.corrupt.Condition;
import org.meanfield.corrupt.attack.Attack.LossGradient;
import org.meanfield.data.Normalization;
import org.meanfield.evaluate.PixelModel;
import org.meanfield.image.Image;
import org.meanfield.image.LabelledImages;
import org.meanfield.train.Learner;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.Objective;

/**
 * A model that attacks are made for.
 *
 * @param run its run
 * @param model its network
 * @param normalization that of its training
 */
@DefaultSerializer(RecordSerializer.class)
public record AttackedModel(String run, ScoredModel model, Normalization normalization) implements Serializable {
    /**
     * Returns a block of images attacked for this model.
     *
     * @param streams the random stream of each image, by its place in the block; of −1 that of all together
     */
    Image[] attacked(LabelledImages block, Condition.Attacked condition, IntFunction<SplittableRandom> streams)
            throws InterruptedException {
        Image[] images = new Image[block.count()];
        Arrays.setAll(images, block::image);
        return Learners.use(
                model.learner(),
                learner -> condition.attack().apply(images, condition.severity(), gradient(learner, block), streams));
    }

    private LossGradient gradient(Learner learner, LabelledImages block) {
        LearnerSettings settings = model.learner();
        float[] targets = new float[block.count() * settings.classes()];
        for (int i = 0; i < block.count(); i++) {
            targets[i * settings.classes() + block.labels()[i]] = 1;
        }
        PixelModel pixels = new PixelModel(learner, model.parameters(), normalization, settings.classes());
        return images -> pixels.gradient(images, targets, Objective.LOSS);
    }
}
