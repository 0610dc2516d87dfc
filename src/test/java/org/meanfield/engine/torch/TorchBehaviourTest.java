package org.meanfield.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.RecordWriter;
import org.meanfield.engine.Engines;
import org.meanfield.engine.dl4j.Dl4jLearner;
import org.meanfield.job.train.TrainJob;
import org.meanfield.model.CudaDevice;
import org.meanfield.testing.Jobs;
import org.meanfield.train.Learner;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.State;
import org.meanfield.train.TorchEngine;
import org.meanfield.train.TorchEngine.Device;
import org.meanfield.train.TorchEngine.Precision;
import org.meanfield.train.WorkerResult;

final class TorchBehaviourTest {
    private static final TrainJob JOB = Jobs.tiny(
            "model={type: cnn, blocks: [{filters: 6, batch-norm: true, pool: 4}], dense: [7], dropout: 0.3}",
            "train.batch=7",
            "train.epochs=20",
            "train.optimizer={type: adam, learning-rate: 0.002, epsilon: 1e-4}");
    private static final Parity PARITY = Parity.of(JOB);
    private static final LearnerSettings SETTINGS = PARITY.settings();
    private static final State START = SETTINGS.initialState(JOB.model(), JOB.initializer());
    private static final int RUNS = 2;

    private static Learner learner() {
        return new TorchLearner(SETTINGS, Parity.ENGINE, 0);
    }

    private static State end(WorkerResult result, long steps) {
        return new State(result.parameters(), result.updater(), steps);
    }

    private static void assertSame(WorkerResult actual, WorkerResult expected) {
        assertThat(actual).usingRecursiveComparison().ignoringFields("seconds").isEqualTo(expected);
    }

    @Test
    void bitsAreThoseOfStateWorkerAndStepsAlone() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(RUNS);
        try (Learner first = learner();
                Learner second = learner()) {
            WorkerResult expected = first.localSteps(START, 20, 0, PARITY.batches());
            first.localSteps(START, 3, 1, PARITY.batches());
            first.probabilities(START.parameters(), PARITY.features(), PARITY.examples());
            first.statistics(START.parameters(), PARITY.features(), PARITY.examples());
            List<Future<WorkerResult>> together = new ArrayList<>();
            for (Learner learner : List.of(first, second)) {
                together.add(threads.submit(() -> learner.localSteps(START, 20, 0, PARITY.batches())));
            }
            for (Future<WorkerResult> result : together) {
                assertSame(result.get(), expected);
            }
            State half = end(second.localSteps(START, 9, 0, PARITY.batches()), 9);
            assertThat(second.localSteps(half, 20, 0, PARITY.batches()).parameters())
                    .isEqualTo(expected.parameters());
            assertThat(second.localSteps(START, 20, 1, PARITY.batches()).parameters())
                    .as("a mask of another worker")
                    .isNotEqualTo(expected.parameters());
        } finally {
            threads.shutdownNow();
        }
    }

    /** Without dropout, whose masks differ between the engines. */
    @Test
    void eitherGoesOnFromTheOther() throws InterruptedException {
        Parity plain = Parity.of(Jobs.tiny(
                "model={type: cnn, blocks: [{filters: 6, batch-norm: true, pool: 4}], dense: [7]}",
                "train.batch=7",
                "train.epochs=20",
                "train.optimizer={type: adam, learning-rate: 0.002, epsilon: 1e-4}"));
        try (Learner dl4j = new Dl4jLearner(plain.settings());
                Learner torch = new TorchLearner(plain.settings(), Parity.ENGINE, 0)) {
            WorkerResult whole = dl4j.localSteps(START, 20, 0, plain.batches());
            for (List<Learner> order : List.of(List.of(dl4j, torch), List.of(torch, dl4j))) {
                State half = end(order.get(0).localSteps(START, 10, 0, plain.batches()), 10);
                WorkerResult rest = order.get(1).localSteps(half, 20, 0, plain.batches());
                assertThat(Parity.share(rest.parameters(), whole.parameters(), START.parameters()))
                        .isLessThan(1e-4);
                assertThat(Parity.share(rest.updater(), whole.updater(), START.updater()))
                        .isLessThan(1e-4);
            }
        }
    }

    @Test
    void aDropoutKeepsTheirShareAndTheirSum() {
        TorchLibrary.load(Parity.ENGINE);
        double kept = 0.7;
        int count = 100_000;
        Operation.Simple dropout = Layers.of("drop", new DropoutLayer.Builder(new Dropout(kept)).build());
        try (PointerScope scope = new PointerScope()) {
            Tensor ones = torch.ones(count);
            float[] first = values(dropout.of(pass(1), ones), count);
            long zeros = 0;
            double sum = 0;
            for (float value : first) {
                assertThat(value == 0 || Math.abs(value - 1 / kept) < 1e-6).isTrue();
                zeros += value == 0 ? 1 : 0;
                sum += value;
            }
            // Five standard deviations.
            double tolerance = 5 * Math.sqrt(kept * (1 - kept) / count);
            assertThat((double) zeros / count).isCloseTo(1 - kept, within(tolerance));
            assertThat(sum / count).isCloseTo(1, within(tolerance / kept));
            assertThat(values(dropout.of(pass(1), ones), count)).isEqualTo(first);
            assertThat(values(dropout.of(pass(2), ones), count)).isNotEqualTo(first);
            Pass without = new Pass(null, true, Optional.empty(), torch.ScalarType.Float);
            assertThat(values(dropout.of(without, ones), count)).containsOnly(1);
        }
    }

    private static Pass pass(long seed) {
        Generator random = torch.make_generator_cpu(seed);
        return new Pass(null, true, Optional.of(random), torch.ScalarType.Float);
    }

    private static float[] values(Tensor tensor, int count) {
        float[] values = new float[count];
        new FloatPointer(tensor.data_ptr_float()).get(values);
        return values;
    }

    /** Nothing of a step outlives it, so neither do the tensors of its backward pass. */
    @Test
    void aStepLeavesNothingInNativeMemory() throws InterruptedException {
        try (Learner learner = Engines.learner(SETTINGS.on(Parity.ENGINE))) {
            long before = afterSteps(learner, 50);
            assertThat(afterSteps(learner, 500)).as("native objects").isLessThan(before + 100);
        }
    }

    private static long afterSteps(Learner learner, int steps) throws InterruptedException {
        learner.localSteps(START, steps, 0, PARITY.batches());
        learner.probabilities(START.parameters(), PARITY.features(), PARITY.examples());
        learner.statistics(START.parameters(), PARITY.features(), PARITY.examples());
        return Pointer.totalCount();
    }

    @Test
    void mixedPrecisionTrainsToNearlyTheSameLoss() throws InterruptedException {
        TorchEngine mixed = new TorchEngine(Device.CPU, Precision.BF16);
        try (Learner single = learner();
                Learner half = new TorchLearner(SETTINGS, mixed, 0)) {
            WorkerResult expected = single.localSteps(START, 60, 0, PARITY.batches());
            WorkerResult actual = half.localSteps(START, 60, 0, PARITY.batches());
            assertThat(actual.lossSum())
                    .isNotEqualTo(expected.lossSum())
                    .isCloseTo(expected.lossSum(), within(0.03 * expected.lossSum()));
        }
    }

    @Test
    @Timeout(60)
    void aKilledTaskTakesNoMoreSteps() throws InterruptedException {
        try (Learner learner = learner()) {
            WorkerResult before = learner.localSteps(START, 5, 0, PARITY.batches());
            Thread task = Thread.currentThread();
            CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS).execute(task::interrupt);
            assertThatThrownBy(() -> learner.localSteps(START, 1_000_000_000, 0, PARITY.batches()))
                    .isInstanceOf(InterruptedException.class);
            assertSame(learner.localSteps(START, 5, 0, PARITY.batches()), before);
        }
    }

    @Test
    void aStateOfAnotherNetworkSaysWhy() {
        try (Learner learner = learner()) {
            assertThatThrownBy(
                            () -> learner.localSteps(new State(new float[3], new float[0], 0), 1, 0, PARITY.batches()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("A learner failed: A state of 3 values does not fit a network of %d"
                            .formatted(START.parameters().length));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "engine={type: torch, precision: tf32}"
                        + " → engine.precision is tf32 but must be float32 or bf16 with device cpu",
                "engine={type: torch, device: gpu} → engine.device is gpu but must be one of cpu, cuda; did you mean cpu?",
                "gpu=require, engine={type: torch} → gpu is require but must be off with engine.device: cpu, or set engine.device: cuda",
                "engine={type: jax} → engine.type is jax but must be one of dl4j, torch",
                "engine={type: dl4j, device: cuda} → engine.device is not a key; the keys here are type"
            })
    void anEngineThatIsNotIsOneLine(String cell) {
        String[] parts = cell.split(" → ", 2);
        assertThatThrownBy(() -> Jobs.tiny(parts[0].split(", (?=engine)")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(parts[1]);
    }

    /** A job from before there were engines keeps its id. */
    @Test
    void theDefaultIsNotWritten() {
        assertThat(RecordWriter.toJson(Jobs.tiny("engine={type: dl4j}")))
                .isEqualTo(RecordWriter.toJson(Jobs.tiny("gpu=off")))
                .isEqualTo(RecordWriter.toJson(Jobs.tiny()))
                .doesNotContain("engine", "gpu");
        TrainJob other = Jobs.tiny("engine={type: torch}");
        String json = RecordWriter.toJson(other);
        assertThat(json).endsWith("\"engine\":{\"type\":\"torch\",\"device\":\"cpu\",\"precision\":\"float32\"}}");
        assertThat(TrainJob.ofJson(json, "a job")).isEqualTo(other);
    }

    @Test
    void dl4jsOwnTrainerNeedsItsEngine() {
        assertThatThrownBy(() -> Jobs.tiny("train.trainer=dl4j-parameter-averaging", "engine={type: torch}"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "train.trainer is dl4j-parameter-averaging but must be rounds with an engine other than dl4j");
    }

    @Test
    void aJarWithoutLibtorchIsOneLine() throws IOException {
        try (URLClassLoader empty = new URLClassLoader(new URL[0], null)) {
            assertThatThrownBy(() -> TorchLibrary.require(Parity.ENGINE, empty))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("engine.type is torch but must be dl4j: this jar was built without libtorch,"
                            + " build it with -Ptorch");
        }
    }

    @Test
    void aGpuWithoutItsBuildIsOneLine() {
        assertThatThrownBy(() -> Engines.check(SETTINGS.on(new TorchEngine(Device.CUDA, Precision.FLOAT32))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("engine.device is cuda but must be cpu: this jar has libtorch for processors only,"
                        + " build it with -Pgpu");
    }

    @Test
    void aMissingLibraryIsOneLine() {
        assertThat(TorchLibrary.reason(
                        "/tmp/c/libtorch_cuda.so: libcudart.so.13: cannot open shared object file: No such file"))
                .isEqualTo(
                        "libcudart.so.13 is not among the libraries of this machine (docs/gpu.md has all that it needs)");
        assertThat(TorchLibrary.reason("something else")).isEqualTo("something else");
    }

    @Test
    void anOlderLibtorchTakesOlderGpus() {
        TorchEngine engine = new TorchEngine(Device.CUDA, Precision.FLOAT32);
        CudaDevice pascal = new CudaDevice("Tesla P100", 60, 1, "b");
        CudaDevice blackwell = new CudaDevice("NVIDIA B200", 100, 1, "b");
        assertThat(TorchLibrary.problem(engine, pascal, "2.7.1-1.5.12")).isEmpty();
        assertThat(TorchLibrary.problem(engine, pascal, "2.10.0-1.5.13")).isPresent();
        assertThat(TorchLibrary.problem(engine, blackwell, "2.10.0-1.5.13")).isEmpty();
        assertThat(TorchLibrary.problem(engine, blackwell, "2.7.1-1.5.12"))
                .contains("NVIDIA B200 has compute capability 10.0 but libtorch 2.7.1 takes 5.0 to 9.0");
    }
}
