package org.meanfield.model;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import org.meanfield.config.Check;
import org.meanfield.config.Reason;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Loader of ND4J's native library with fast and reproducible settings: the oneDNN build for this processor, one thread
 * per caller. Must be called before any other use of ND4J, on the driver and on each executor.
 *
 * <p>The libraries read environment variables when they are loaded, so these are set in this process: it works the same
 * under a script, a plain {@code spark-submit} and a test.
 */
public final class NativeLibrary {
    private static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";

    /** Of the arrays that are allocated outside the heap. */
    private static final String MAX_BYTES = "org.bytedeco.javacpp.maxbytes";

    /** Of the resident memory of the process, with the heap and with the pages of mapped files, which cost nothing. */
    private static final String MAX_PHYSICAL_BYTES = "org.bytedeco.javacpp.maxphysicalbytes";

    private static InstructionSet loaded;

    private NativeLibrary() {}

    /**
     * Loads the library once for this process: a loaded library cannot be exchanged.
     *
     * @param wanted the instruction set
     * @return the instruction set in use
     * @throws org.meanfield.config.InvalidInputException if the processor lacks it, another one is loaded, or this is ND4J's build
     *     for CUDA and a GPU is none that it has code for
     * @throws IllegalStateException if there is no library for this platform, or no folder to unpack it to
     */
    public static synchronized InstructionSet load(InstructionSet wanted) {
        if (loaded == null) {
            wanted.requireOn(InstructionSet.widest());
            Nd4jCuda.checkDevices();
            try {
                initialize(wanted);
            } catch (LinkageError e) { // whose own message is null, or the class that failed
                throw new IllegalStateException("Cannot load the native libraries: " + Reason.line(Reason.root(e)), e);
            }
            loaded = wanted;
        }
        Check.that(
                wanted == loaded,
                "instruction-set",
                wanted.label(),
                loaded.label() + ", which this process has loaded and keeps until it ends");
        return loaded;
    }

    /** Loads the library for the widest instruction set of this processor, unless one is loaded. */
    public static synchronized void loadIfNone() {
        if (loaded == null) {
            load(InstructionSet.widest());
        }
    }

    /** Returns ND4J's backend, such as {@code CpuBackend}. */
    public static String backend() {
        return Nd4j.getBackend().getClass().getSimpleName();
    }

    /**
     * Sets how many bytes arrays outside the heap may take, unless the user has set it ({@code org.bytedeco.javacpp.maxbytes}): JavaCPP's own limit
     * is the size of the heap, with which they have nothing to do. Without a call it is what the machine, or its container, has beyond the heap.
     */
    public static synchronized void limit(long bytes) {
        if (loaded == null) {
            setIfMissing(MAX_BYTES, Long.toString(bytes));
        }
    }

    /**
     * Loads another library of JavaCPP's without the extension that chooses ND4J's build: with it JavaCPP passes over builds
     * of other extensions, such as libtorch's for GPUs. ND4J must be loaded.
     */
    public static synchronized void withoutExtension(Runnable load) {
        String extension = System.clearProperty(EXTENSION);
        Loader.loadProperties(true);
        try {
            load.run();
        } finally {
            setIfMissing(EXTENSION, extension);
            Loader.loadProperties(true);
        }
    }

    private static long beyondTheHeap() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return Math.max(0, system.getTotalMemorySize() - Runtime.getRuntime().maxMemory());
    }

    private static void setIfMissing(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static void initialize(InstructionSet wanted) {
        setIfMissing(MAX_BYTES, Long.toString(beyondTheHeap()));
        setIfMissing(MAX_PHYSICAL_BYTES, "0");
        environment(wanted).forEach(Environment::set);
        setIfMissing(EXTENSION, "-onednn-" + wanted.label());
        // By default ND4J and OpenBLAS use as many threads as there are cores.
        Nd4j.factory().blas().setMaxThreads(1);
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
    }

    private static Map<String, String> environment(InstructionSet set) {
        return Map.of(
                "OMP_NUM_THREADS", "1",
                "OPENBLAS_NUM_THREADS", "1",
                "SD_MAX_THREADS", "1",
                "SD_MASTER_THREADS", "1",
                "OPENBLAS_CORETYPE", set.openBlasCore(),
                "DNNL_MAX_CPU_ISA", set.oneDnnIsa());
    }
}
