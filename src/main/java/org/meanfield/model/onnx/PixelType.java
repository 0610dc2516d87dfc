package org.meanfield.model.onnx;

import onnx.Onnx.TensorProto.DataType;

/** The type of an exported model's input, pixels in [0, 255]. */
public enum PixelType {
    /** Single precision. */
    FLOAT(DataType.FLOAT),
    /** Unsigned bytes. */
    UINT8(DataType.UINT8);

    private final DataType type;

    PixelType(DataType type) {
        this.type = type;
    }

    DataType type() {
        return type;
    }
}
