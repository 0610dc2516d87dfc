package org.meanfield.model;

import java.util.Locale;

/**
 * An NVIDIA GPU.
 *
 * @param name as the driver has it, such as {@code NVIDIA A100-SXM4-40GB}
 * @param capability its compute capability, 10 × major + minor, such as 80
 * @param memory in bytes
 * @param bus where it is: its PCI address
 */
public record CudaDevice(String name, int capability, long memory, String bus) {
    /** Returns a compute capability as NVIDIA writes it, such as {@code 8.0}. */
    public static String dotted(int capability) {
        return String.format(Locale.ROOT, "%d.%d", capability / 10, capability % 10);
    }
}
