package org.meanfield.engine;

import org.meanfield.model.CudaDevice;
import org.meanfield.model.CudaGpus;
import org.meanfield.tables.ExecutorRow;

/**
 * What a process computes on.
 *
 * @param engine dl4j or torch
 * @param library version of ND4J or libtorch
 * @param device name of the GPU; {@code cpu} for the processor
 * @param capability compute capability of the GPU, such as 8.0; empty for the processor
 * @param memory of the GPU, in bytes; 0 for the processor
 * @param bus PCI addresses of the GPUs, separated by spaces; empty for the processor
 * @param driver version of NVIDIA's driver; empty for the processor
 * @param cuda the newest CUDA that the driver takes; empty for the processor
 * @param problem why a GPU that the job asked for is not used; empty if it is, or if none was asked for
 */
public record DeviceReport(
        String engine,
        String library,
        String device,
        String capability,
        long memory,
        String bus,
        String driver,
        String cuda,
        String problem) {
    /** Returns that of the processor. */
    static DeviceReport cpu(String engine, String library, String problem) {
        return new DeviceReport(engine, library, ExecutorRow.CPU, "", 0, "", "", "", problem);
    }

    /** Returns that of GPUs of one kind. */
    static DeviceReport gpu(String engine, String library, CudaGpus gpus) {
        CudaDevice first = gpus.devices().get(0);
        return new DeviceReport(
                engine,
                library,
                first.name(),
                CudaDevice.dotted(first.capability()),
                first.memory(),
                String.join(" ", gpus.devices().stream().map(CudaDevice::bus).toList()),
                gpus.driver(),
                gpus.cuda(),
                "");
    }
}
