package org.meanfield.model.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.protobuf.ByteString;

/** A graph of ONNX operators that grows node by node. Tensors are named {@code <layer>/<operator or parameter>}. */
final class OnnxGraph {
    /** The free first dimension of input and output. */
    private static final String BATCH = "batch";

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("meanfield");

    /** Declares an input of [batch, {@code shape}] and returns its name. */
    String input(String name, DataType type, int... shape) {
        graph.addInput(value(name, type, shape));
        return name;
    }

    /** Makes the result of a node the output, of [batch, {@code shape}] floats. */
    GraphProto withOutput(String result, String name, int... shape) {
        graph.getNodeBuilderList().stream()
                .filter(node -> node.getOutput(0).equals(result))
                .forEach(node -> node.setOutput(0, name));
        return graph.addOutput(value(name, DataType.FLOAT, shape)).build();
    }

    /** Adds a node and returns the name of its result. */
    String node(String layer, String operator, List<String> inputs, AttributeProto... attributes) {
        String result = layer + "/" + operator;
        graph.addNode(NodeProto.newBuilder()
                .setName(result)
                .setOpType(operator)
                .addAllInput(inputs)
                .addOutput(result)
                .addAllAttribute(Arrays.asList(attributes)));
        return result;
    }

    /** Adds a constant with the values of an array in c order and returns its name. */
    String constant(String layer, String name, INDArray values) {
        return constant(layer, name, values.dup('c').data().asFloat(), values.shape());
    }

    /** Adds a constant and returns its name. */
    String constant(String layer, String name, float[] values, long... shape) {
        String constant = layer + "/" + name;
        ByteBuffer bytes =
                ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN); // as ONNX wants them
        bytes.asFloatBuffer().put(values);
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(constant)
                .setDataType(DataType.FLOAT.getNumber())
                .setRawData(ByteString.copyFrom(bytes));
        Arrays.stream(shape).forEach(tensor::addDims);
        graph.addInitializer(tensor);
        return constant;
    }

    static AttributeProto attribute(String name, long value) {
        return attribute(name, AttributeProto.AttributeType.INT).setI(value).build();
    }

    static AttributeProto attribute(String name, double value) {
        return attribute(name, AttributeProto.AttributeType.FLOAT)
                .setF((float) value)
                .build();
    }

    static AttributeProto attribute(String name, String value) {
        return attribute(name, AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    static AttributeProto attribute(String name, int... values) {
        AttributeProto.Builder attribute = attribute(name, AttributeProto.AttributeType.INTS);
        Arrays.stream(values).forEach(attribute::addInts);
        return attribute.build();
    }

    private static AttributeProto.Builder attribute(String name, AttributeProto.AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }

    private static ValueInfoProto value(String name, DataType type, int... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        dimensions.addDimBuilder().setDimParam(BATCH);
        Arrays.stream(shape).forEach(size -> dimensions.addDimBuilder().setDimValue(size));
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(dimensions)))
                .build();
    }
}
