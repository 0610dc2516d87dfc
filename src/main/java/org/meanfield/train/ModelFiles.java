package org.meanfield.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.meanfield.data.Normalization;
import org.meanfield.data.Storage;
import org.meanfield.model.Networks;
import org.meanfield.model.StockLayers;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The finished model of a run: {@code models/<run_id>/} with {@code model.json}, the flat parameters and optimizer state as
 * little-endian float32, and a manifest that says where in them each tensor is. It is there as a whole or not at all.
 */
public final class ModelFiles {
    private static final String RESULT = "result";
    private static final String DESCRIPTION = "model.json";
    private static final String CONFIGURATION = "configuration";
    private static final String PARAMETERS = "parameters.f32";

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
        description.set(CONFIGURATION, Bundle.tree(learner.configuration()));
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put(DESCRIPTION, Bundle.json(description));
        parts.put(PARAMETERS, Bundle.bytes(state.parameters()));
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

    /**
     * Writes the network beside its files as {@code dl4j.zip}, of DL4J's own layers, for {@code
     * ModelSerializer.restoreComputationGraph} wherever there is DL4J alone; without an optimizer's state.
     *
     * @return where it is
     * @throws IllegalStateException if there is no whole model
     */
    public String export() {
        String zip = Storage.child(folder, "dl4j.zip");
        try {
            Bundle model = Bundle.read(folder);
            JsonNode configuration =
                    Bundle.JSON.readTree(model.part(DESCRIPTION)).path(CONFIGURATION);
            ComputationGraph network =
                    Networks.create(StockLayers.of(ComputationGraphConfiguration.fromJson(configuration.toString())));
            network.setParams(Nd4j.createFromArray(Bundle.floats(model.part(PARAMETERS))));
            Storage.write(zip, out -> ModelSerializer.writeModel(network, out, false));
            return zip;
        } catch (Bundle.TornException | IOException e) {
            throw new IllegalStateException("Cannot export %s: %s".formatted(folder, e.getMessage()), e);
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
