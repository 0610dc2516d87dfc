package org.meanfield.model;

import java.util.List;
import java.util.Optional;
import org.meanfield.config.InvalidInputException;

/**
 * ND4J's build for CUDA 11.6, and the GPUs that it has machine code for: compute capability 3.7 to 8.6, and 8.9, which runs
 * code for 8.6.
 */
public final class Nd4jCuda {
    private static final String BACKEND = "org/nd4j/linalg/jcublas/JCublasBackend.class";
    private static final int LOWEST = 37;
    private static final int HIGHEST = 89;

    private Nd4jCuda() {}

    /** Returns whether this jar, or one that Spark was given with it, has it: ND4J looks there too. */
    public static boolean isThere() {
        return Thread.currentThread().getContextClassLoader().getResource(BACKEND) != null;
    }

    /** Returns why it cannot be used on a GPU; empty if it can. */
    public static Optional<String> problem(CudaDevice device) {
        if (device.capability() >= LOWEST && device.capability() <= HIGHEST) {
            return Optional.empty();
        }
        return Optional.of("%s has compute capability %s but ND4J's CUDA backend takes 3.7 to 8.9%s"
                .formatted(
                        device.name(),
                        CudaDevice.dotted(device.capability()),
                        device.capability() > HIGHEST
                                ? ": engine: {type: torch, device: cuda} takes it"
                                : ": engine: {type: torch} computes on the processor"));
    }

    /**
     * Checks the GPUs of this process before the build is loaded, where it is there. A process without a GPU passes: ND4J
     * says so itself.
     *
     * @throws InvalidInputException if it has no code for one
     */
    static void checkDevices() {
        if (!isThere()) {
            return;
        }
        List<CudaDevice> devices;
        try {
            devices = CudaDriver.gpus().devices();
        } catch (IllegalStateException e) {
            return; // without a GPU
        }
        devices.stream()
                .map(Nd4jCuda::problem)
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(problem -> {
                    throw new InvalidInputException(problem);
                });
    }
}
