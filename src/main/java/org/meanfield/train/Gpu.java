package org.meanfield.train;

import org.meanfield.config.Check;
import org.meanfield.config.Names;

/** What a job wants of the executors' GPUs: the choices of {@code gpu}. */
public enum Gpu {
    /** Nothing; an engine that computes on GPUs ({@code device: cuda}) needs them nevertheless, as with {@code require}. */
    OFF,
    /** GPUs if every executor has one that works, else processors; the job says which executors compute on processors. */
    PREFER,
    /** A GPU that works on every executor, or the job ends before it has begun. */
    REQUIRE;

    /**
     * Checks that it fits the engine.
     *
     * @throws org.meanfield.config.InvalidInputException if the engine's device is the processor
     */
    public void checkWith(Engine engine) {
        boolean processor = engine instanceof TorchEngine torch && torch.device() == TorchEngine.Device.CPU;
        Check.that(
                this == OFF || !processor,
                "gpu",
                Names.of(this),
                "off with engine.device: cpu, or set engine.device: cuda");
    }
}
