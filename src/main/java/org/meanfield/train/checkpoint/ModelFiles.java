package org.meanfield.train.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.data.Normalization;
import org.meanfield.image.ImageShape;
import org.meanfield.model.NetworkJson;
import org.meanfield.storage.Storage;
import org.meanfield.train.Dl4jEngine;
import org.meanfield.train.GradientClipping;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.State;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The finished model of a run: {@code models/<run_id>/} with {@code model.json}, the flat parameters and optimizer state as
 * little-endian float32, and a manifest with the offset of each tensor. It is written atomically.
 */
public final class ModelFiles {
    /** The file that makes a model valid. */
    public static final String MANIFEST = Bundle.MANIFEST;

    private static final String RESULT = "result";
    private static final String DESCRIPTION = "model.json";
    private static final String CONFIGURATION = "configuration";
    private static final String PARAMETERS = "parameters.f32";
    private static final String UPDATER = "updater.f32";
    private static final Set<String> PARTS = Set.of(DESCRIPTION, PARAMETERS, UPDATER);
    private static final String INPUT = "input";
    private static final String CLASSES = "classes";
    private static final String CLASS_NAMES = "classNames";
    private static final String NORMALIZATION = "normalization";
    private static final String STEPS = "steps";
    private static final String PROVENANCE = "provenance";

    private static final Logger LOG = LoggerFactory.getLogger(ModelFiles.class);

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
     * @param learner the specification of the model's network
     * @param model the job's model record as JSON
     * @param classNames the name of each class, in the order of the outputs
     * @param result the run's result, as printed at its end
     * @param provenance where the model comes from
     */
    public void write(
            LearnerSettings learner,
            JsonNode model,
            State state,
            Normalization normalization,
            List<String> classNames,
            ObjectNode result,
            ObjectNode provenance) {
        ObjectNode description = Bundle.JSON.createObjectNode();
        description.set("model", model);
        description.set(CONFIGURATION, Bundle.tree(NetworkJson.toFile(learner.configuration())));
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put(DESCRIPTION, Bundle.json(description));
        parts.put(PARAMETERS, Bundle.bytes(state.parameters()));
        parts.put(UPDATER, Bundle.bytes(state.updater()));

        ObjectNode manifest = Bundle.JSON.createObjectNode();
        manifest.set("tensors", tensors(learner.network()));
        manifest.set(INPUT, Bundle.JSON.valueToTree(learner.shape()));
        manifest.put(CLASSES, learner.classes());
        manifest.set(CLASS_NAMES, Bundle.JSON.valueToTree(classNames));
        manifest.set(NORMALIZATION, Bundle.JSON.valueToTree(normalization));
        manifest.put("parameters", state.parameters().length);
        manifest.put("updater", state.updater().length);
        manifest.put(STEPS, state.steps());
        manifest.set(RESULT, result);
        manifest.set(PROVENANCE, provenance);
        new Bundle(manifest, parts).write(folder);
    }

    /**
     * Reads the model of any run.
     *
     * @param key the job's key that names the folder, for messages
     * @param folder {@code DIR/models/<run_id>}
     * @throws InvalidInputException if there is none, its run has not finished, or it is corrupt
     */
    public static TrainedModel read(String key, String folder) {
        Check.that(Storage.exists(folder), key, folder, "the folder of a run's model: there is none");
        Check.that(
                Storage.isFile(Storage.child(folder, Bundle.MANIFEST)),
                key,
                folder,
                "the folder of a finished run's model: it has no " + Bundle.MANIFEST);
        try {
            return model(folder, Bundle.read(folder, PARTS));
        } catch (Bundle.CorruptException e) {
            throw new InvalidInputException(
                    "%s is %s but must be a valid model: %s".formatted(key, folder, e.getMessage()), e);
        }
    }

    private static TrainedModel model(String folder, Bundle bundle) throws Bundle.CorruptException {
        ObjectNode manifest = bundle.manifest();
        float[] parameters = Bundle.floats(bundle.part(PARAMETERS));
        float[] updater = Bundle.floats(bundle.part(UPDATER));
        try {
            LearnerSettings learner = new LearnerSettings(
                    configuration(folder, bundle),
                    Bundle.JSON.treeToValue(manifest.required(INPUT), ImageShape.class),
                    manifest.required(CLASSES).asInt(),
                    new GradientClipping.None(),
                    0,
                    new Dl4jEngine());
            long expected = learner.summary().parameters();
            if (parameters.length != expected) {
                throw new Bundle.CorruptException(
                        String.format(
                                Locale.ROOT, "it has %d parameters and its network %d", parameters.length, expected),
                        null);
            }
            return new TrainedModel(
                    folder,
                    learner,
                    new State(parameters, updater, manifest.required(STEPS).asLong()),
                    Bundle.JSON.treeToValue(manifest.required(NORMALIZATION), Normalization.class),
                    classNames(manifest, learner.classes()),
                    (ObjectNode) manifest.required(PROVENANCE),
                    bundle.hash());
        } catch (InvalidInputException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // a manifest or a network of another version
            String reason = e.toString().lines().findFirst().orElseThrow();
            throw new Bundle.CorruptException("this version cannot read it: " + reason, e);
        }
    }

    /** Returns the names of the classes; their numbers where an earlier version has written none. */
    private static List<String> classNames(ObjectNode manifest, int classes) throws Bundle.CorruptException {
        if (!manifest.has(CLASS_NAMES)) {
            return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        }
        List<String> names = new ArrayList<>();
        manifest.get(CLASS_NAMES).forEach(name -> names.add(name.asText()));
        if (names.size() != classes) {
            throw new Bundle.CorruptException(
                    String.format(Locale.ROOT, "it has %d classes and %d names of them", classes, names.size()), null);
        }
        return List.copyOf(names);
    }

    /** Returns the network of a model as DL4J reads it. */
    private static String configuration(String folder, Bundle bundle) throws IOException, Bundle.CorruptException {
        return Bundle.configuration(
                Storage.child(folder, DESCRIPTION),
                Bundle.JSON
                        .readTree(bundle.part(DESCRIPTION))
                        .required(CONFIGURATION)
                        .toString());
    }

    /** Returns the files of a model. */
    public List<String> files() {
        return Stream.concat(Stream.of(MANIFEST), PARTS.stream().sorted())
                .map(part -> Storage.child(folder, part))
                .toList();
    }

    /** Returns whether a model has been written, valid or not. */
    public boolean isThere() {
        return Storage.isFile(Storage.child(folder, Bundle.MANIFEST));
    }

    /** Returns the run's result; empty for an unfinished run. */
    public Optional<JsonNode> result() {
        if (!isThere()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Bundle.read(folder, PARTS).manifest().path(RESULT));
        } catch (Bundle.CorruptException e) { // the run was stopped while it wrote the model, and resumes there
            LOG.warn("The model in {} is corrupt or incomplete, and is made again: {}", folder, e.getMessage());
            return Optional.empty();
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
