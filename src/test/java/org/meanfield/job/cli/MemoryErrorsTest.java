package org.meanfield.job.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class MemoryErrorsTest {
    private static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of("Java heap space", "heap, for instance --%s-memory 8g"),
                Arguments.of("GC overhead limit exceeded", "heap, for instance --%s-memory 8g"),
                Arguments.of(
                        "Physical memory usage is too high: physicalBytes (5G) > maxPhysicalBytes (4G)",
                        "-Dorg.bytedeco.javacpp.maxphysicalbytes=16g in spark.%s.extraJavaOptions"),
                Arguments.of(
                        "Cannot allocate new FloatPointer(512): totalBytes = 9M, physicalBytes = 4G",
                        "native memory: spark.%s.memoryOverhead"),
                Arguments.of(
                        "Cannot reserve 4096 bytes of direct buffer memory (allocated: 8192, limit: 8192)",
                        "-XX:MaxDirectMemorySize=4g in spark.%s.extraJavaOptions"),
                Arguments.of("Direct buffer memory", "-XX:MaxDirectMemorySize=4g in spark.%s.extraJavaOptions"),
                Arguments.of(
                        "unable to create native thread: possibly out of memory or process/resource limits reached",
                        "raise ulimit -u, or spark.%s.memoryOverhead"),
                Arguments.of("Metaspace", "-XX:MaxMetaspaceSize in spark.%s.extraJavaOptions"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void tellTheDriversMemoriesApart(String message, String remedy) {
        assertThat(MemoryErrors.advice(new OutOfMemoryError(message)))
                .get()
                .asString()
                .startsWith("the driver is out of memory; ")
                .contains(remedy.formatted("driver"));
        // As of a task in the driver's own process, which Spark calls an executor.
        assertThat(MemoryErrors.advice(failed("driver", "java.lang.OutOfMemoryError: " + message)))
                .get()
                .asString()
                .contains(remedy.formatted("driver"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void tellAnExecutorsMemoriesApart(String message, String remedy) {
        SparkException failed = failed("12", "java.lang.OutOfMemoryError: " + message);
        assertThat(MemoryErrors.advice(new IllegalStateException(failed)))
                .get()
                .asString()
                .startsWith("the executor is out of memory; ")
                .contains(remedy.formatted("executor"));
    }

    @Test
    void anExecutorThatIsGoneIsToldByItsEnd() {
        String lost = "ExecutorLostFailure (executor 3 exited caused by one of the running tasks) Reason: ";
        assertThat(MemoryErrors.advice(failed("3", lost + "Command exited with code 52")))
                .get()
                .asString()
                .contains("--executor-memory 8g");
        assertThat(MemoryErrors.advice(failed("3", lost + "Container killed by YARN for exceeding memory limits.")))
                .get()
                .asString()
                .contains("raise spark.executor.memoryOverhead");
        assertThat(MemoryErrors.advice(failed("3", lost + "Worker shutting down")))
                .isEmpty();
    }

    @Test
    void whatJavaItselfSaysIsKnown() {
        OutOfMemoryError error =
                catchThrowableOfType(OutOfMemoryError.class, () -> Arrays.fill(new long[Integer.MAX_VALUE], 1));
        assertThat(MemoryErrors.advice(error)).get().asString().contains("--driver-memory");
    }

    @Test
    void otherErrorsAreNotAboutMemory() {
        assertThat(MemoryErrors.advice(new IOException("No space left on device")))
                .isEmpty();
        assertThat(MemoryErrors.advice(failed("3", "java.lang.IllegalStateException: Metaspace")))
                .isEmpty();
    }

    private static SparkException failed(String executor, String reason) {
        return new SparkException(
                "Job aborted due to stage failure: Task 0 in stage 1.0 failed 4 times, most recent failure: "
                        + "Lost task 0.3 in stage 1.0 (TID 7) (10.0.0.1 executor %s): %s".formatted(executor, reason));
    }
}
