package org.meanfield.engine.torch;

import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.meanfield.config.Seeds;
import org.meanfield.train.Batch;
import org.meanfield.train.Batches;
import org.meanfield.train.Learner;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.Objective;
import org.meanfield.train.OwnThread;
import org.meanfield.train.State;
import org.meanfield.train.TorchEngine;
import org.meanfield.train.WorkerResult;

/**
 * Learner that computes by libtorch, from DL4J's configuration and on states in DL4J's order. Nothing waits for the device
 * but the end of a round.
 */
public final class TorchLearner implements Learner {
    private final LearnerSettings settings;
    private final OwnThread thread = new OwnThread();
    private final TorchGraph graph;
    private final TorchStep step;
    private final ScalarType type;
    private final Device device;

    /** What lives on the device, and is touched by the learner's thread only. */
    private record Device(PointerScope scope, FlatParameters parameters, TensorOptions options, Generator random) {}

    /**
     * Creates a learner.
     *
     * @param gpu the number of the GPU among those that this process sees, for an engine that computes on one
     * @throws org.meanfield.config.InvalidInputException if the network has a layer that is not known here, or this process
     *     has no libtorch for the engine's device
     * @throws IllegalStateException if libtorch cannot be loaded
     */
    public TorchLearner(LearnerSettings settings, TorchEngine engine, int gpu) {
        TorchLibrary.load(engine);
        this.settings = settings;
        ComputationGraph network = settings.network();
        this.graph = TorchGraph.of(network);
        Layout layout = layout(network);
        this.step = new TorchStep(graph, layout, settings.clipping());
        this.type = TorchLibrary.type(engine);
        try {
            this.device = thread.run(() -> device(layout, engine, gpu));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a learner was made", e);
        }
    }

    /**
     * Checks that every layer of a network is known here; loads nothing.
     *
     * @throws org.meanfield.config.InvalidInputException if one is not
     */
    public static void check(LearnerSettings settings) {
        ComputationGraph network = settings.network();
        TorchGraph.of(network);
        layout(network);
    }

    private static Layout layout(ComputationGraph network) {
        try {
            return Layout.of(network);
        } catch (IllegalArgumentException e) {
            throw TorchGraph.refused("the training", e.getMessage());
        }
    }

    private static Device device(Layout layout, TorchEngine engine, int gpu) {
        torch.set_num_threads(1); // is the thread's
        PointerScope scope = new PointerScope();
        TensorOptions options = TorchLibrary.on(engine, gpu);
        return new Device(scope, new FlatParameters(layout, options), options, torch.make_generator_cpu());
    }

    @Override
    public WorkerResult localSteps(State state, long until, int worker, Batches batches) throws InterruptedException {
        return thread.run(() -> {
            try (PointerScope scope = new PointerScope()) {
                return steps(state, until, worker, batches);
            }
        });
    }

    private WorkerResult steps(State state, long until, int worker, Batches batches) throws InterruptedException {
        long start = System.nanoTime();
        device.parameters().load(state.parameters());
        device.parameters().loadStates(state.updater());
        Tensor lossSum = torch.zeros(new long[0], device.options().dtype(double64()));
        long examples = 0;
        for (long iteration = state.steps(); iteration < until; iteration++) {
            OwnThread.checkInterrupted();
            Optional<Batch> next = batches.of(iteration, batch -> gradient(batch, Objective.LOSS));
            if (next.isPresent()) {
                Batch batch = next.get();
                device.random().set_current_seed(Seeds.of(settings.seed(), Seeds.Purpose.DROPOUT, worker, iteration));
                try (PointerScope scope = new PointerScope()) { // frees what the step has made
                    Pass pass = new Pass(device.parameters(), true, Optional.of(device.random()), type);
                    lossSum.add_(step.take(
                            pass,
                            images(batch.features(), batch.rows()),
                            onDevice(batch.labels(), batch.examples(), settings.classes()),
                            batch.consistency(),
                            Math.toIntExact(iteration)));
                }
                examples += batch.examples();
            }
        }
        double loss = lossSum.item_double();
        State end = new State(device.parameters().read(), device.parameters().readStates(), until);
        double seconds = (System.nanoTime() - start) / 1e9;
        return WorkerResult.of(worker, state, end, examples, loss, seconds);
    }

    @Override
    public float[] probabilities(float[] parameters, float[] features, int examples) throws InterruptedException {
        return thread.run(() -> {
            try (PointerScope scope = new PointerScope();
                    NoGradGuard plain = new NoGradGuard()) {
                device.parameters().load(parameters);
                Pass pass = new Pass(device.parameters(), false, Optional.empty(), type);
                Tensor result = torch.softmax(graph.logits(pass, images(features, examples)), 1)
                        .contiguous()
                        .cpu();
                float[] probabilities = new float[examples * settings.classes()];
                new FloatPointer(result.data_ptr_float()).get(probabilities);
                return probabilities;
            }
        });
    }

    @Override
    public float[] statistics(float[] parameters, float[] features, int examples) throws InterruptedException {
        return thread.run(() -> {
            try (PointerScope scope = new PointerScope();
                    NoGradGuard plain = new NoGradGuard()) {
                device.parameters().load(parameters);
                Pass pass = new Pass(device.parameters(), true, Optional.empty(), type);
                graph.logits(pass, images(features, examples));
                pass.finish();
                return device.parameters().readOfBatch();
            }
        });
    }

    @Override
    public float[] inputGradient(
            float[] parameters, float[] features, float[] targets, Objective objective, int examples)
            throws InterruptedException {
        return thread.run(() -> {
            try (PointerScope scope = new PointerScope()) {
                device.parameters().load(parameters);
                return gradient(new Batch(features, targets, examples), objective);
            }
        });
    }

    /** Returns the gradient with the parameters on the device. */
    private float[] gradient(Batch batch, Objective objective) {
        try (PointerScope scope = new PointerScope()) {
            Pass pass = new Pass(device.parameters(), false, Optional.empty(), type);
            Tensor images = images(batch.features(), batch.examples()).requires_grad_(true);
            Tensor logits = graph.logits(pass, images);
            Tensor wanted = onDevice(batch.labels(), batch.examples(), settings.classes());
            Tensor value = objective == Objective.SCORE
                    ? logits.mul(wanted).sum()
                    : torch.log_softmax(logits, 1).mul(wanted).sum().neg();
            // Not backward(), which would also compute the gradients of the parameters.
            Tensor gradient = torch.grad(new TensorVector(value), new TensorVector(images))
                    .get(0)
                    .contiguous()
                    .cpu();
            float[] result = new float[batch.features().length];
            new FloatPointer(gradient.data_ptr_float()).get(result);
            return result;
        }
    }

    @Override
    public void close() {
        thread.close(() -> device.scope().close());
    }

    private Tensor images(float[] pixels, int examples) {
        return onDevice(
                        pixels,
                        examples,
                        settings.shape().channels(),
                        settings.shape().height(),
                        settings.shape().width())
                .contiguous(MemoryFormat.ChannelsLast);
    }

    private Tensor onDevice(float[] values, long... shape) {
        return torch.from_blob(new FloatPointer(values), shape, new TensorOptions(ScalarType.Float))
                .to(device.options(), false, false, new org.bytedeco.pytorch.MemoryFormatOptional());
    }

    private static org.bytedeco.pytorch.ScalarTypeOptional double64() {
        return new org.bytedeco.pytorch.ScalarTypeOptional(ScalarType.Double);
    }
}
