package org.meanfield.job.doctor;

import java.util.Locale;
import org.apache.spark.SparkConf;
import org.meanfield.train.Engine;
import org.meanfield.train.TorchEngine;

/** Whether the GPUs that Spark assigns to executors are those that the engine computes on. */
final class GpuFinding {
    static final String AMOUNT = "spark.executor.resource.gpu.amount";
    private static final String SUBJECT = "GPUs";

    private GpuFinding() {}

    /** Returns it, by the settings of a context and the backend that its executors have reported. */
    static Finding of(SparkConf conf, Engine engine, String backend) {
        int assigned = conf.getInt(AMOUNT, 0);
        boolean embedded = conf.get("spark.master").startsWith("local");
        boolean computes = engine instanceof TorchEngine torch
                ? torch.device() == TorchEngine.Device.CUDA
                : !backend.startsWith("Cpu");
        if (computes && assigned == 0 && !embedded) {
            return Finding.warning(
                    SUBJECT,
                    "Spark assigns none, and the engine computes on one",
                    "executors of one host would share the first: see docs/gpu.md for %s=1".formatted(AMOUNT));
        }
        if (!computes && assigned > 0) {
            return Finding.warning(
                    SUBJECT,
                    String.format(
                            Locale.ROOT,
                            "Spark assigns %d to each executor, and the engine computes on processors",
                            assigned),
                    "set engine: {type: torch, device: cuda}, or leave them to others");
        }
        return Finding.ok(
                SUBJECT,
                computes ? "the engine computes on one for each executor" : "none: the engine computes on processors");
    }
}
