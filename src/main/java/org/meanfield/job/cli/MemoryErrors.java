package org.meanfield.job.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Advice for out-of-memory errors: which memory ran out, in the driver or an executor, and which setting raises it. */
public final class MemoryErrors {
    /** Spark's messages for a failure on an executor; in local mode the executor is called {@code driver}. */
    private static final Pattern ON_EXECUTOR =
            Pattern.compile("Lost task .*executor (?!driver\\))|ExecutorLostFailure");

    private enum Memory {
        /** JavaCPP, which allocates ND4J's arrays, compares the process's memory with a limit of its own. */
        NATIVE(
                "Physical memory usage is too high|Cannot allocate new \\w+\\(|Failed to allocate memory within limits",
                "raise its native memory: spark.%1$s.memoryOverhead on a cluster, and"
                        + " -Dorg.bytedeco.javacpp.maxphysicalbytes=16g in spark.%1$s.extraJavaOptions"),
        DIRECT(
                "Direct buffer memory|direct buffer memory",
                "raise its direct buffers: -XX:MaxDirectMemorySize=4g in spark.%1$s.extraJavaOptions, and"
                        + " spark.%1$s.memoryOverhead on a cluster"),
        THREADS(
                "unable to create (new )?native thread",
                "the system refused a thread or memory for its stack: raise ulimit -u, or"
                        + " spark.%1$s.memoryOverhead on a cluster"),
        METASPACE("Metaspace", "raise its metaspace: -XX:MaxMetaspaceSize in spark.%1$s.extraJavaOptions"),
        KILLED(
                "exited with code 137|[Mm]emory limits|OOMKilled",
                "it was killed for its total memory, heap and native: raise spark.%1$s.memoryOverhead"),
        /** Spark's executors exit with code 52 after an OutOfMemoryError of any kind. */
        HEAP(
                "Java heap space|GC overhead limit exceeded|Requested array size exceeds VM limit|exited with code 52"
                        + "|OutOfMemoryError",
                "raise its heap, for instance --%1$s-memory 8g");

        private final Pattern sign;
        private final String remedy;

        Memory(String sign, String remedy) {
            this.sign = Pattern.compile(sign);
            this.remedy = remedy;
        }
    }

    private MemoryErrors() {}

    /** Returns the advice for {@code e}; empty if it is not an out-of-memory error. */
    public static Optional<String> advice(Throwable e) {
        String told = Stream.iterate(e, cause -> cause != null, Throwable::getCause)
                .map(Throwable::toString)
                .collect(Collectors.joining("\n"));
        boolean memory = told.contains("OutOfMemoryError") || told.contains("ExecutorLostFailure");
        return Arrays.stream(Memory.values())
                .filter(kind -> memory && kind.sign.matcher(told).find())
                .findFirst()
                .map(kind -> {
                    String process = ON_EXECUTOR.matcher(told).find() ? "executor" : "driver";
                    return "the %s is out of memory; %s"
                            .formatted(process, String.format(Locale.ROOT, kind.remedy, process));
                });
    }
}
