package org.meanfield.job.train;

import java.util.function.Function;
import org.meanfield.config.Check;
import org.meanfield.model.onnx.OnnxParameters;
import org.meanfield.storage.Sha256;
import org.meanfield.storage.Storage;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.checkpoint.ModelFiles;
import org.meanfield.train.checkpoint.TrainedModel;

/**
 * What a training starts from: the model of a run, or an ONNX file with the parameters of the same layers.
 *
 * @param hash SHA-256, in hex, of its contents
 * @param parameters of it for a network; fails as invalid input if the layers have other names or shapes
 */
record Ancestor(String hash, Function<LearnerSettings, float[]> parameters) {
    private static final String KEY = "init-from";

    /** What a file's bytes are read into: the longest array. */
    private static final long MAX_BYTES = Integer.MAX_VALUE - 8L;

    /**
     * Reads one.
     *
     * @throws org.meanfield.config.InvalidInputException if there is none, or it is not whole
     */
    static Ancestor read(String path) {
        String place = Storage.absolute(path);
        if (Storage.exists(place) && Storage.isFile(place)) {
            Check.that(Storage.size(place) <= MAX_BYTES, KEY, place, "a file of at most 2 GiB");
            byte[] file = Storage.read(place);
            OnnxParameters onnx = OnnxParameters.read(KEY + " is " + place, file);
            return new Ancestor(Sha256.of(file), learner -> onnx.of(learner.network()));
        }
        TrainedModel model = ModelFiles.read(KEY, place);
        return new Ancestor(model.hash(), learner -> model.parametersFor(KEY, learner));
    }
}
