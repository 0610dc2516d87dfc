package org.meanfield.model.onednn;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** The native library that does ND4J's work in this process. */
public final class NativeBackend {
    private NativeBackend() {}

    /** Returns whether convolutions go through oneDNN; elsewhere they go DL4J's ordinary way, with the same results. */
    public static boolean usesOneDnn() {
        return isCpu() && Nd4j.getBackend().buildInfo().contains("HAVE_ONEDNN");
    }

    /** Returns whether a layer of this type goes through oneDNN, which is not to be loaded where it is not used. */
    static boolean oneDnnTakes(DataType type) {
        return type == DataType.FLOAT && usesOneDnn();
    }

    /** Returns what is in use in a few words, for instance {@code CPU, convolutions through oneDNN}. */
    public static String describe() {
        return (isCpu() ? "CPU" : "CUDA") + ", convolutions through " + (usesOneDnn() ? "oneDNN" : "DL4J's im2col");
    }

    /** Returns whether arrays lie in the memory of this process. */
    public static boolean isCpu() {
        return Nd4j.getEnvironment().isCPU();
    }
}
