package org.meanfield.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Versions;
import org.meanfield.engine.dl4j.Dl4jArithmetic;
import org.meanfield.engine.torch.TorchArithmetic;
import org.meanfield.model.CudaDevice;
import org.meanfield.model.CudaGpus;
import org.meanfield.model.Environment;
import org.meanfield.model.NativeLibrary;
import org.meanfield.train.Arithmetic;
import org.meanfield.train.Computing;
import org.meanfield.train.Dl4jEngine;
import org.meanfield.train.Engine;
import org.meanfield.train.Gpu;
import org.meanfield.train.TorchEngine;
import org.meanfield.train.TorchEngine.Device;
import org.meanfield.train.TorchEngine.Precision;

/** The check of GPUs, on a machine without one: what the driver would say is given to it. */
final class DeviceCheckTest {
    private static final TorchEngine ON_CPU = new TorchEngine(Device.CPU, Precision.FLOAT32);
    private static final TorchEngine ON_GPU = new TorchEngine(Device.CUDA, Precision.FLOAT32);
    private static final CudaDevice A100 = new CudaDevice("NVIDIA A100-SXM4-40GB", 80, 40L << 30, "0000:07:00.0");
    private static final CudaDevice T4 = new CudaDevice("Tesla T4", 75, 15L << 30, "0000:00:1E.0");
    private static final CudaDevice H100 = new CudaDevice("NVIDIA H100 PCIe", 90, 80L << 30, "0000:01:00.0");

    @BeforeAll
    static void load() {
        NativeLibrary.loadIfNone();
    }

    static Stream<Arithmetic> arithmetics() {
        return Stream.of(
                new Dl4jArithmetic(),
                new TorchArithmetic(ON_CPU, 0),
                new TorchArithmetic(new TorchEngine(Device.CPU, Precision.BF16), 0));
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void aDeviceThatComputesRightlyPasses(Arithmetic arithmetic) {
        assertThatCode(() -> SmallSums.check(arithmetic)).doesNotThrowAnyException();
    }

    /** Off is the share of the largest number by which one number is wrong. */
    @ParameterizedTest
    @CsvSource({"product, 0.001", "convolution, -0.001", "product, NaN", "convolution, NaN"})
    void oneWrongNumberIsFound(String what, double off) {
        Arithmetic right = new Dl4jArithmetic();
        Arithmetic wrong = new Arithmetic() {
            @Override
            public float[] product(float[] left, float[] right2, int size) {
                return broken("product", right.product(left, right2, size));
            }

            @Override
            public float[] convolution(float[] images, int[] shape, float[] kernels, int[] kernelShape) {
                return broken("convolution", right.convolution(images, shape, kernels, kernelShape));
            }

            @Override
            public double tolerance() {
                return right.tolerance();
            }

            private float[] broken(String result, float[] numbers) {
                if (result.equals(what)) {
                    numbers[numbers.length - 1] += (float) (off * 200);
                }
                return numbers;
            }
        };
        assertThatThrownBy(() -> SmallSums.check(wrong))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "its GPU computes wrongly: a %s differs from the processor's by ".formatted(what));
    }

    @Test
    void aJobThatNamesNoGpuDoesNotAskTheDriver() {
        DeviceReport report = DeviceCheck.of(Computing.DL4J, 2, () -> {
            throw new AssertionError("It asks");
        });
        assertThat(report).isEqualTo(new DeviceReport("dl4j", Versions.of("nd4j"), "cpu", "", 0, "", "", "", ""));
        assertThat(DeviceCheck.of(new Computing(ON_CPU, Gpu.OFF), 0, () -> gpus(A100)))
                .isEqualTo(new DeviceReport("torch", "2.10.0", "cpu", "", 0, "", "", "", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"OFF", "PREFER", "REQUIRE"})
    void withoutADriverItSaysSo(Gpu gpu) {
        DeviceReport report = DeviceCheck.of(new Computing(ON_GPU, gpu), 0);
        assertThat(report.device()).isEqualTo("cpu");
        assertThat(report.problem()).isEqualTo("there is no NVIDIA driver (libcuda.so.1 is not found)");
    }

    @Test
    void whatLibtorchHasNoCodeForIsRefused() {
        assertThat(problem(ON_GPU, new CudaDevice("Tesla V100", 70, 1, "b")))
                .isEqualTo("Tesla V100 has compute capability 7.0 but libtorch 2.10.0 takes 7.5 to 9.0, 10 and 12: "
                        + "engine: {type: dl4j} in a jar built with -Dcuda takes 3.7 to 8.9");
        assertThat(problem(ON_GPU, new CudaDevice("Thor", 110, 1, "b")))
                .isEqualTo("Thor has compute capability 11.0 but libtorch 2.10.0 takes 7.5 to 9.0, 10 and 12");
        assertThat(problem(new TorchEngine(Device.CUDA, Precision.TF32), T4))
                .isEqualTo(
                        "engine.precision is tf32 but must be float32: Tesla T4 has compute capability 7.5, and 8.0 has it");
    }

    @Test
    void whatNd4jHasNoCodeForIsRefused() {
        assertThat(problem(new Dl4jEngine(), H100))
                .isEqualTo("NVIDIA H100 PCIe has compute capability 9.0 but ND4J's CUDA backend takes 3.7 to 8.9: "
                        + "engine: {type: torch, device: cuda} takes it");
        assertThat(problem(new Dl4jEngine(), new CudaDevice("Tesla K10", 30, 1, "b")))
                .isEqualTo("Tesla K10 has compute capability 3.0 but ND4J's CUDA backend takes 3.7 to 8.9: "
                        + "engine: {type: torch} computes on the processor");
        assertThat(problem(new Dl4jEngine(), A100))
                .as("a GPU that it takes, but ND4J has taken the processor")
                .isEqualTo("ND4J has loaded its backend for processors: it cannot use the GPU");
    }

    @Test
    void theGpusAreThoseThatSparkHasAssigned() {
        assertThat(DeviceCheck.of(new Computing(ON_GPU, Gpu.REQUIRE), 2, () -> gpus(A100))
                        .problem())
                .isEqualTo("NVIDIA's driver shows 1 GPUs of the 2 that Spark has assigned");
        assertThat(DeviceCheck.of(new Computing(ON_GPU, Gpu.REQUIRE), 2, () -> gpus(A100, T4))
                        .problem())
                .isEqualTo("the GPUs are [NVIDIA A100-SXM4-40GB (8.0), Tesla T4 (7.5)] but must be of one kind");
        assertThat(DeviceCheck.of(new Computing(new Dl4jEngine(), Gpu.REQUIRE), 2, () -> gpus(A100, A100))
                        .problem())
                .isEqualTo("spark.executor.resource.gpu.amount is 2 but must be 1 with engine dl4j");
    }

    @Test
    void aProcessSeesTheGpusThatSparkHasAssignedAndNoOther() {
        DeviceCheck.expose(List.of());
        assertThat(Environment.get("CUDA_DEVICE_ORDER")).isEmpty();
        DeviceCheck.expose(List.of("3", "GPU-8a3cf1d2-0b5c-4c0e-9c53-0d5f0f2f1a11"));
        assertThat(Environment.get("CUDA_VISIBLE_DEVICES")).contains("3,GPU-8a3cf1d2-0b5c-4c0e-9c53-0d5f0f2f1a11");
        assertThat(Environment.get("CUDA_DEVICE_ORDER")).contains("PCI_BUS_ID");
        assertThatThrownBy(() -> DeviceCheck.expose(List.of("no devices were found")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "the address of a GPU that spark.executor.resource.gpu.discoveryScript has found is no devices were "
                                + "found but must be a number or an identifier such as GPU-8a3c…");
    }

    @Test
    void aJarForProcessorsIsRefusedBeforeThereIsACluster() {
        assertThatThrownBy(() -> DeviceCheck.require(new Computing(new Dl4jEngine(), Gpu.REQUIRE)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "gpu is require but must be off: this jar has ND4J for processors only, build it with -Dcuda, "
                                + "or set engine: {type: torch, device: cuda}");
        assertThatThrownBy(() -> DeviceCheck.require(new Computing(ON_GPU, Gpu.PREFER)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("engine.device is cuda but must be cpu: this jar has libtorch for processors only, "
                        + "build it with -Pgpu");
        assertThatCode(() -> DeviceCheck.require(Computing.DL4J)).doesNotThrowAnyException();
    }

    private static String problem(Engine engine, CudaDevice device) {
        return DeviceCheck.of(new Computing(engine, Gpu.REQUIRE), 1, () -> gpus(device))
                .problem();
    }

    private static CudaGpus gpus(CudaDevice... devices) {
        return new CudaGpus(List.of(devices), "580.65.06", "13.0");
    }
}
