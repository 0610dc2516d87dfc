package org.meanfield.engine.torch;

import java.io.File;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Names;
import org.meanfield.config.Reason;
import org.meanfield.config.Versions;
import org.meanfield.model.CudaDevice;
import org.meanfield.model.Environment;
import org.meanfield.model.NativeLibrary;
import org.meanfield.train.TorchEngine;
import org.meanfield.train.TorchEngine.Device;
import org.meanfield.train.TorchEngine.Precision;

/** libtorch in this process: whether it is there, and loading it with reproducible settings. */
public final class TorchLibrary {
    private static final String API = "org/bytedeco/pytorch/global/torch.class";
    private static final String FOR_CPUS = "org/bytedeco/pytorch/linux-x86_64/libjnitorch.so";
    private static final String FOR_GPUS = "org/bytedeco/pytorch/linux-x86_64-gpu/libjnitorch.so";

    /** As the system's loader says it. */
    private static final Pattern MISSING = Pattern.compile("(lib[\\w.+-]+): cannot open shared object file");

    /** Whether products may be rounded to TF32, which is a setting of the process; empty before it is loaded. */
    private static List<Boolean> tf32 = List.of();

    private TorchLibrary() {}

    /**
     * Checks that the class path has libtorch for the engine's device; loads nothing.
     *
     * @throws InvalidInputException if not
     */
    public static void require(TorchEngine engine) {
        require(engine, TorchLibrary.class.getClassLoader());
    }

    static void require(TorchEngine engine, ClassLoader classes) {
        boolean gpu = classes.getResource(FOR_GPUS) != null;
        boolean any = classes.getResource(API) != null && (gpu || classes.getResource(FOR_CPUS) != null);
        Check.that(any, "engine.type", "torch", "dl4j: this jar was built without libtorch, build it with -Ptorch");
        Check.that(
                gpu || engine.device() == Device.CPU,
                "engine.device",
                Names.of(engine.device()),
                "cpu: this jar has libtorch for processors only, build it with -Pgpu");
    }

    /**
     * Loads it, once for this process.
     *
     * @throws InvalidInputException if there is none for the device, or this process has loaded it with other settings
     * @throws IllegalStateException if a library that it needs is missing, or it finds no GPU for an engine that needs one
     */
    public static synchronized void load(TorchEngine engine) {
        require(engine);
        boolean wanted = engine.precision() == Precision.TF32;
        if (tf32.isEmpty()) {
            // cuBLAS: without it libtorch refuses products where they must be the same each time.
            Environment.set("CUBLAS_WORKSPACE_CONFIG", ":4096:8");
            NativeLibrary.loadIfNone(); // whose build is chosen by the setting that is taken away here
            try {
                NativeLibrary.withoutExtension(() -> configure(torch.globalContext(), wanted));
            } catch (LinkageError e) { // whose own message is null, or the class that failed
                throw new IllegalStateException("Cannot load libtorch: " + Reason.line(Reason.root(e)), e);
            }
            tf32 = List.of(wanted);
        }
        Check.that(
                tf32.get(0) == wanted,
                "engine.precision",
                Names.of(engine.precision()),
                "%s, as this process has begun with".formatted(tf32.get(0) ? "tf32" : "float32 or bf16"));
        if (engine.device() == Device.CUDA && !torch.cuda_is_available()) {
            throw new IllegalStateException(
                    "libtorch finds no GPU here: " + missing().orElse("NVIDIA's driver has none for this process"));
        }
    }

    /** Returns the library of CUDA that libtorch's part for GPUs lacks, which JavaCPP passes over. */
    private static Optional<String> missing() {
        String[] folder = new String[1];
        NativeLibrary.withoutExtension(() -> folder[0] = new File(Loader.load(torch.class)).getParent());
        try {
            System.load(new File(folder[0], "libtorch_cuda.so").getPath());
            return Optional.empty();
        } catch (UnsatisfiedLinkError e) {
            return Optional.of(reason(e.getMessage()));
        }
    }

    static String reason(String message) {
        Matcher missing = MISSING.matcher(message);
        return missing.find()
                ? missing.group(1) + " is not among the libraries of this machine (docs/gpu.md has all that it needs)"
                : message;
    }

    /** Returns why libtorch cannot use a GPU in the engine's precision; empty if it can. */
    public static Optional<String> problem(TorchEngine engine, CudaDevice device) {
        return problem(engine, device, Versions.of("pytorch"));
    }

    static Optional<String> problem(TorchEngine engine, CudaDevice device, String version) {
        int capability = device.capability();
        boolean forCuda12 = version.startsWith("2.7.");
        boolean taken = forCuda12
                ? capability >= 50 && capability < 100
                : capability >= 75 && capability < 130 && capability / 10 != 11;
        if (!taken) {
            return Optional.of("%s has compute capability %s but libtorch %s takes %s%s"
                    .formatted(
                            device.name(),
                            CudaDevice.dotted(capability),
                            version.split("-", 2)[0],
                            forCuda12 ? "5.0 to 9.0" : "7.5 to 9.0, 10 and 12",
                            capability < 75
                                    ? ": engine: {type: dl4j} in a jar built with -Dcuda takes 3.7 to 8.9"
                                    : ""));
        }
        if (engine.precision() != Precision.FLOAT32 && capability < 80) {
            return Optional.of(
                    "engine.precision is %s but must be float32: %s has compute capability %s, and 8.0 has it"
                            .formatted(Names.of(engine.precision()), device.name(), CudaDevice.dotted(capability)));
        }
        return Optional.empty();
    }

    /** Returns what puts a tensor on the engine's device, in single precision. */
    static TensorOptions on(TorchEngine engine, int gpu) {
        org.bytedeco.pytorch.Device device = engine.device() == Device.CUDA
                ? new org.bytedeco.pytorch.Device(DeviceType.CUDA, (byte) gpu)
                : new org.bytedeco.pytorch.Device(DeviceType.CPU);
        return new TensorOptions(ScalarType.Float).device(new DeviceOptional(device));
    }

    /** Returns the type that products and convolutions are computed in. */
    static ScalarType type(TorchEngine engine) {
        return engine.precision() == Precision.BF16 ? ScalarType.BFloat16 : ScalarType.Float;
    }

    private static void configure(Context context, boolean tf32) {
        context.setDeterministicAlgorithms(true, false);
        context.setDeterministicMkldnn(true);
        context.setDeterministicCuDNN(true);
        // Only where oneDNN takes no part, and it warns on each of many processors that it cannot be used.
        context.setUserEnabledNNPACK(false);
        // It would choose the kernel that happens to be fastest.
        context.setBenchmarkCuDNN(false);
        context.setAllowTF32CuBLAS(tf32);
        context.setAllowTF32CuDNN(tf32);
        // Deterministic algorithms would otherwise fill what is about to be overwritten.
        context.setDeterministicFillUninitializedMemory(false);
    }
}
