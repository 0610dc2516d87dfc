package org.meanfield.model.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import onnx.Onnx.ModelProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Reason;
import org.meanfield.model.Architecture;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;

/**
 * The parameters in an ONNX file that {@link OnnxModel} has written: of each layer, and nothing of the graph.
 *
 * @param source what the file is, such as {@code init-from is model.onnx}, for messages
 * @param tensors by name, {@code <layer>/<parameter>}
 */
public record OnnxParameters(String source, Map<String, TensorProto> tensors) {
    /**
     * Reads a file.
     *
     * @throws InvalidInputException if it is not ONNX
     */
    public static OnnxParameters read(String source, byte[] file) {
        Map<String, TensorProto> tensors = new HashMap<>();
        try {
            ModelProto model = ModelProto.parseFrom(file);
            Check.that(
                    model.getGraph().getInitializerCount() > 0, // as of a file of no bytes
                    source + ", which",
                    "a file without parameters",
                    "an ONNX model that export --format onnx has written");
            model.getGraph().getInitializerList().forEach(tensor -> tensors.put(tensor.getName(), tensor));
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidInputException("%s but must be an ONNX model (%s)".formatted(source, Reason.line(e)), e);
        }
        return new OnnxParameters(source, tensors);
    }

    /**
     * Loads the parameters into a network, each layer's from the tensors of its name.
     *
     * @throws InvalidInputException if it has a parameter that the file lacks or has in another shape, or the file has one that the network
     *     lacks
     */
    public void load(ComputationGraph network) {
        TreeSet<String> left = tensors.keySet().stream()
                .filter(name ->
                        !name.startsWith(Architecture.INPUT + "/") && !name.endsWith("/" + OnnxLayers.GELU_NAME))
                .collect(Collectors.toCollection(TreeSet::new));
        for (Layer layer : network.getLayers()) {
            String name = layer.conf().getLayer().getLayerName();
            layer.paramTable().forEach((parameter, values) -> {
                String tensor = name + "/" + parameter;
                values.assign(array(tensor, parameter, values));
                left.remove(tensor);
            });
        }
        if (!left.isEmpty()) {
            throw mismatch("nothing", left.first() + " " + dimensions(left.first()));
        }
    }

    /** Returns a tensor in the shape of DL4J's {@code values}: ONNX has a vector for a row, and dense weights transposed. */
    private INDArray array(String tensor, String parameter, INDArray values) {
        boolean dense = parameter.equals("W") && values.rank() == 2;
        long[] shape = dense
                ? new long[] {values.size(1), values.size(0)}
                : values.rank() == 2 ? new long[] {values.length()} : values.shape();
        String expected = tensor + " " + Arrays.toString(shape);
        if (!tensors.containsKey(tensor)) {
            throw mismatch(expected, "no " + tensor);
        }
        List<Long> dimensions = dimensions(tensor);
        if (!dimensions.equals(LongStream.of(shape).boxed().toList())) {
            throw mismatch(expected, tensor + " " + dimensions);
        }
        INDArray array = Nd4j.createFromArray(floats(tensors.get(tensor), values.length()));
        return dense ? array.reshape('c', shape).transpose() : array.reshape('c', values.shape());
    }

    private List<Long> dimensions(String tensor) {
        return tensors.get(tensor).getDimsList();
    }

    private float[] floats(TensorProto tensor, long count) {
        ByteBuffer bytes = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        if (tensor.getDataType() != DataType.FLOAT.getNumber() || bytes.remaining() != count * Float.BYTES) {
            throw new InvalidInputException(
                    "%s, whose %s is not %d raw floats, but must be an ONNX model as export writes it"
                            .formatted(source, tensor.getName(), count));
        }
        float[] floats = new float[Math.toIntExact(count)];
        bytes.asFloatBuffer().get(floats);
        return floats;
    }

    private InvalidInputException mismatch(String mine, String its) {
        return new InvalidInputException(
                "%s but must be a model of the same layers: where the job's network has %s, it has %s"
                        .formatted(source, mine, its));
    }
}
