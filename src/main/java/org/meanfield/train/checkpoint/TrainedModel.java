package org.meanfield.train.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.data.Normalization;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.State;

/**
 * The finished model of a run, as {@link ModelFiles#read} returns it.
 *
 * @param folder its path
 * @param learner the specification of its network for scoring: without clipping, seed 0
 * @param state its parameters and its optimizer's state
 * @param normalization the normalization of its inputs, measured over its own training images
 * @param classNames the name of each class, in the order of its outputs
 * @param provenance its origin, with the run's whole job under {@code job}
 * @param hash the SHA-256, in hex, of its contents; the same for a run and its repetition
 */
public record TrainedModel(
        String folder,
        LearnerSettings learner,
        State state,
        Normalization normalization,
        List<String> classNames,
        ObjectNode provenance,
        String hash) {
    /**
     * Returns its parameters for another network of the same layers.
     *
     * @param key what the user named the folder under, for the message
     * @param other the specification of the other network
     * @throws InvalidInputException if the layers have other names or shapes
     */
    public float[] parametersFor(String key, LearnerSettings other) {
        List<String> here = tensors(other);
        List<String> there = tensors(learner);
        for (int i = 0; i < Math.max(here.size(), there.size()); i++) {
            String mine = i < here.size() ? here.get(i) : "nothing";
            String its = i < there.size() ? there.get(i) : "nothing";
            Check.that(
                    mine.equals(its),
                    key,
                    folder,
                    "a model of the same layers: where the job's network has %s, it has %s".formatted(mine, its));
        }
        return state.parameters();
    }

    /** The names and shapes of the parameters, in order, for instance {@code conv1.W [16, 3, 3, 3]}. */
    private static List<String> tensors(LearnerSettings settings) {
        List<String> tensors = new ArrayList<>();
        for (Layer layer : settings.network().getLayers()) {
            layer.paramTable()
                    .forEach((name, values) -> tensors.add("%s.%s %s"
                            .formatted(layer.conf().getLayer().getLayerName(), name, Arrays.toString(values.shape()))));
        }
        return tensors;
    }
}
