package org.meanfield.testing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.List;
import org.meanfield.data.Normalization;
import org.meanfield.engine.Engines;
import org.meanfield.image.LabelledImages;
import org.meanfield.job.train.TrainJob;
import org.meanfield.train.Batches;
import org.meanfield.train.Learner;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.checkpoint.ModelFiles;
import org.meanfield.train.checkpoint.TrainedModel;

/** Models on disk that were never trained: their initial weights tell images apart as well as others. */
public final class SavedModels {
    /** The names of its classes. */
    public static final List<String> CLASSES =
            List.of("ant", "bee", "cat", "dog", "elk", "fox", "gnu", "hen", "ibis", "jay");

    private SavedModels() {}

    /** Writes {@code models/some-0123abcd} with the initial weights of a job on images of 3×32×32. */
    public static TrainedModel write(Path output, TrainJob job) {
        LearnerSettings learner = job.learner(20);
        ModelFiles files = new ModelFiles(output.toString(), "some-0123abcd");
        files.write(
                learner,
                JsonNodeFactory.instance.objectNode(),
                job.initialState(learner),
                new Normalization(new float[] {0.3f, 0.4f, 0.5f}, new float[] {0.2f, 0.25f, 0.3f}),
                CLASSES,
                JsonNodeFactory.instance.objectNode(),
                JsonNodeFactory.instance.objectNode());
        return ModelFiles.read("MODEL", files.folder());
    }

    /** Returns the probability of each class, [images, classes], by the engine alone. */
    public static float[] probabilities(TrainedModel model, LabelledImages images) {
        try (Learner learner = Engines.learner(model.learner().forScoring())) {
            return learner.probabilities(
                    model.state().parameters(), Batches.features(images, model.normalization()), images.count());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
