package org.meanfield.model.onednn;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** The native backend of ND4J in this process. */
public final class NativeBackend {
    private NativeBackend() {}

    /** Returns whether convolutions use oneDNN; otherwise they use DL4J's own implementation, with the same results. */
    public static boolean usesOneDnn() {
        return isCpu() && Nd4j.getBackend().buildInfo().contains("HAVE_ONEDNN");
    }

    /** Returns whether a layer of this data type uses oneDNN, which must not be loaded where it is not used. */
    static boolean oneDnnTakes(DataType type) {
        return type == DataType.FLOAT && usesOneDnn();
    }

    /** Returns a short description, such as {@code CPU, convolutions through oneDNN}. */
    public static String describe() {
        return (isCpu() ? "CPU" : "CUDA") + ", convolutions through " + (usesOneDnn() ? "oneDNN" : "DL4J's im2col");
    }

    /** Returns whether arrays are in the memory of this process. */
    public static boolean isCpu() {
        return Nd4j.getEnvironment().isCPU();
    }
}
