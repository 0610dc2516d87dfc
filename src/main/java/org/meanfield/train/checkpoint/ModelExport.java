package org.meanfield.train.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.meanfield.model.Networks;
import org.meanfield.model.StockLayers;
import org.meanfield.model.onnx.OnnxModel;
import org.meanfield.model.onnx.PixelType;
import org.meanfield.storage.Storage;
import org.nd4j.linalg.factory.Nd4j;

/** Files of a trained model for programs that do not have Meanfield, beside the model's own files. */
public final class ModelExport {
    /** The property of an ONNX model with the names of the classes, a JSON array in the order of the output. */
    public static final String CLASSES = "classes";

    private ModelExport() {}

    /**
     * Writes {@code dl4j.zip}: the network with DL4J's own layers, for {@code ModelSerializer.restoreComputationGraph}; it has
     * no optimizer state, and expects normalized pixels.
     *
     * @return its path
     */
    public static String dl4j(TrainedModel model) {
        ComputationGraph network = stockNetwork(model);
        return write(model, "dl4j.zip", out -> ModelSerializer.writeModel(network, out, false));
    }

    /**
     * Writes {@code model.onnx}: the network with the normalization of its pixels, as {@link OnnxModel} describes it; for {@code
     * uint8} pixels {@code model-uint8.onnx}.
     *
     * @param version of this program
     * @return its path
     * @throws org.meanfield.config.InvalidInputException if the network has a layer that cannot be exported
     */
    public static String onnx(TrainedModel model, PixelType pixels, String version) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(CLASSES, Bundle.JSON.valueToTree(model.classNames()).toString());
        metadata.put("model_sha256", model.hash());
        byte[] bytes = new OnnxModel(stockNetwork(model), model.learner().shape(), model.normalization(), metadata)
                .bytes(model.learner().classes(), pixels, version);
        return write(model, pixels == PixelType.UINT8 ? "model-uint8.onnx" : "model.onnx", out -> out.write(bytes));
    }

    private static String write(TrainedModel model, String name, Storage.Content content) {
        String file = Storage.child(model.folder(), name);
        Storage.write(file, content);
        return file;
    }

    private static ComputationGraph stockNetwork(TrainedModel model) {
        ComputationGraph own = model.learner().network();
        own.setParams(Nd4j.createFromArray(model.state().parameters()));
        ComputationGraph network = Networks.create(StockLayers.of(Networks.withoutOptimizer(own.getConfiguration())));
        StockLayers.copyParameters(own, network);
        return network;
    }
}
