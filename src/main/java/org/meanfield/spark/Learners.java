package org.meanfield.spark;

import java.util.List;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.meanfield.engine.Engines;
import org.meanfield.train.Learner;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.TorchEngine;

/**
 * Pool of the learners of an executor's JVM, kept between rounds: creating one is far more expensive than replacing its
 * state. Any learner serves any worker, since each round brings the whole state.
 */
final class Learners {
    private static final Pool<Placed, Learner> POOL = new Pool<>(Placed::learner, Learner::close);

    /** What Spark has assigned to this executor, and shown to it in this order; empty if it does not assign GPUs. */
    private static volatile List<String> gpus = List.of();

    /** Whether this executor has no GPU that works, and the job does without. */
    private static volatile boolean onCpu;

    /** Settings with the number of the GPU among those that this executor sees. */
    private record Placed(LearnerSettings settings, int gpu) {
        Learner learner() {
            return Engines.learner(settings, gpu);
        }
    }

    private Learners() {}

    /**
     * Says where learners that are created from now on compute.
     *
     * @param addresses of the GPUs that Spark has assigned to this executor, in the order in which it sees them
     * @param cpu whether an engine for GPUs computes on the processor instead
     */
    static void place(List<String> addresses, boolean cpu) {
        gpus = List.copyOf(addresses);
        onCpu = cpu;
    }

    /** Does {@code work} with a learner in exclusive use, on the GPU that Spark has assigned to this task. */
    static <T> T use(LearnerSettings settings, Pool.Work<Learner, T> work) throws InterruptedException {
        return POOL.use(placed(settings), work);
    }

    /** Creates a learner on the GPU that Spark has assigned to this task; the caller closes it. */
    static Learner create(LearnerSettings settings) {
        return placed(settings).learner();
    }

    private static Placed placed(LearnerSettings settings) {
        return settings.engine() instanceof TorchEngine engine && onCpu
                ? new Placed(settings.on(engine.onCpu()), 0)
                : new Placed(settings, gpu());
    }

    private static int gpu() {
        Optional<ResourceInformation> assigned = Optional.ofNullable(TaskContext.get())
                .map(task -> task.resourcesJMap().get(MeanfieldPlugin.GPU));
        return assigned.map(gpu -> Math.max(0, gpus.indexOf(gpu.addresses()[0])))
                .orElse(0);
    }
}
