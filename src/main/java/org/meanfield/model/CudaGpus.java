package org.meanfield.model;

import java.util.List;

/**
 * NVIDIA's GPUs that a process sees.
 *
 * @param devices in the order in which CUDA numbers them, at least one
 * @param driver version of the driver, such as {@code 580.65.06}; {@code unknown} where the kernel does not tell
 * @param cuda the newest version of CUDA that the driver takes, such as {@code 13.0}
 */
public record CudaGpus(List<CudaDevice> devices, String driver, String cuda) {
    /** Copies the list. */
    public CudaGpus {
        devices = List.copyOf(devices);
    }
}
