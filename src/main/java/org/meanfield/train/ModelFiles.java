package org.meanfield.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.meanfield.data.Normalization;
import org.meanfield.data.Storage;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The finished model of a run: {@code models/<run_id>/} with {@code model.json}, the flat parameters and optimizer state as
 * little-endian float32, and a manifest that says where in them each tensor is. It is there as a whole or not at all.
 */
public final class ModelFiles {
    private static final String RESULT = "result";

    private final String folder;

    /** Creates the files of {@code runId} under an output root. */
    public ModelFiles(String outputRoot, String runId) {
        this.folder = Storage.child(Storage.child(outputRoot, "models"), runId);
    }

    /** Returns the folder. */
    public String folder() {
        return folder;
    }

    /**
     * Writes the model.
     *
     * @param learner what the model's network is made from
     * @param model the job's model record as JSON
     * @param result what the run came to, as it is printed at its end
     * @param provenance where the model comes from
     */
    public void write(
            LearnerSettings learner,
            JsonNode model,
            State state,
            Normalization normalization,
            ObjectNode result,
            ObjectNode provenance) {
        ObjectNode description = Bundle.JSON.createObjectNode();
        description.set("model", model);
        description.set("configuration", Bundle.tree(learner.configuration()));
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("model.json", Bundle.json(description));
        parts.put("parameters.f32", Bundle.bytes(state.parameters()));
        parts.put("updater.f32", Bundle.bytes(state.updater()));

        ObjectNode manifest = Bundle.JSON.createObjectNode();
        manifest.set("tensors", tensors(learner.network()));
        manifest.set("normalization", Bundle.JSON.valueToTree(normalization));
        manifest.put("parameters", state.parameters().length);
        manifest.put("updater", state.updater().length);
        manifest.put("steps", state.steps());
        manifest.set(RESULT, result);
        manifest.set("provenance", provenance);
        new Bundle(manifest, parts).write(folder);
    }

    /** Returns what the run came to; empty for one that has not finished. */
    public Optional<JsonNode> result() {
        if (!Storage.exists(Storage.child(folder, Bundle.MANIFEST))) {
            return Optional.empty();
        }
        try {
            return Optional.of(Bundle.read(folder).manifest().path(RESULT));
        } catch (Bundle.TornException e) {
            return Optional.empty(); // the run was stopped while it wrote the model, and is to go on from there
        }
    }

    /** Deletes the model, if there is one. */
    public void delete() {
        Storage.delete(folder);
    }

    private static ArrayNode tensors(ComputationGraph network) {
        ArrayNode tensors = Bundle.JSON.createArrayNode();
        for (Layer layer : network.getLayers()) {
            for (Map.Entry<String, INDArray> parameter : layer.paramTable().entrySet()) {
                INDArray tensor = parameter.getValue();
                ObjectNode entry = tensors.addObject();
                entry.put("name", layer.conf().getLayer().getLayerName() + "." + parameter.getKey());
                entry.put("offset", tensor.offset());
                entry.set("shape", Bundle.JSON.valueToTree(tensor.shape()));
                entry.put("order", String.valueOf(tensor.ordering()));
            }
        }
        return tensors;
    }
}
