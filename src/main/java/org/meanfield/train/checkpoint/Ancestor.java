package org.meanfield.train.checkpoint;

import java.util.function.Function;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.meanfield.config.Check;
import org.meanfield.model.onnx.OnnxParameters;
import org.meanfield.storage.Sha256;
import org.meanfield.storage.Storage;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.NetworkState;

/**
 * What a training starts from: the model of a run, or an ONNX file with the parameters of the same layers.
 *
 * @param hash SHA-256, in hex, of its contents
 * @param parameters of it for a network; fails as invalid input if the layers have other names or shapes
 */
public record Ancestor(String hash, Function<LearnerSettings, float[]> parameters) {
    private static final String KEY = "init-from";

    /** What a file's bytes are read into: the longest array. */
    private static final long MAX_BYTES = Integer.MAX_VALUE - 8L;

    /**
     * Reads one.
     *
     * @param path what the job's key {@code init-from} names: a run's folder or a file
     * @throws org.meanfield.config.InvalidInputException if there is none, or it is not whole
     */
    public static Ancestor read(String path) {
        String place = Storage.absolute(path);
        if (Storage.isFile(place)) {
            Check.that(Storage.size(place) <= MAX_BYTES, KEY, place, "a file of at most 2 GiB");
            byte[] file = Storage.read(place);
            OnnxParameters onnx = OnnxParameters.read(KEY + " is " + place, file);
            return new Ancestor(Sha256.of(file), learner -> parameters(onnx, learner.network()));
        }
        TrainedModel model = ModelFiles.read(KEY, place);
        return new Ancestor(model.hash(), learner -> model.parametersFor(KEY, learner));
    }

    private static float[] parameters(OnnxParameters onnx, ComputationGraph network) {
        onnx.load(network);
        return NetworkState.of(network, 0).parameters();
    }
}
