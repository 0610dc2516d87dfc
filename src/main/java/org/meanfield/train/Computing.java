package org.meanfield.train;

import java.util.List;
import org.meanfield.config.Default;
import org.meanfield.config.RecordReader;
import org.meanfield.config.RecordWriter;

/**
 * What a job computes with.
 *
 * @param engine of the local steps and of the scoring
 * @param gpu what it wants of the executors' GPUs
 */
public record Computing(@Default("{type: dl4j}") Engine engine, @Default("off") Gpu gpu) {
    /** DL4J on whatever this jar's ND4J is for. */
    public static final Computing DL4J = new Computing(new Dl4jEngine(), Gpu.OFF);

    /** Checks that both fit. */
    public Computing {
        gpu.checkWith(engine);
    }

    /** Returns what {@link #json} wrote. */
    public static Computing of(String json) {
        return RecordReader.read(json, "The engine of the job", Computing.class, List.of());
    }

    /** Returns it as JSON. */
    public String json() {
        return RecordWriter.toJson(this);
    }

    /** Returns whether the job has said anything of GPUs. */
    public boolean namesGpus() {
        return gpu != Gpu.OFF || (engine instanceof TorchEngine torch && torch.device() == TorchEngine.Device.CUDA);
    }
}
