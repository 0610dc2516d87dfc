package org.meanfield.job.cli;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what helps when memory has run out: which memory it was, and whether it was the driver's or an executor's. */
public final class MemoryErrors {
    /** What Spark says of the task: the executor in the driver's own process is called {@code driver}. */
    private static final Pattern ON_EXECUTOR =
            Pattern.compile("Lost task .*executor (?!driver\\))|ExecutorLostFailure");

    private enum Memory {
        /** JavaCPP, which ND4J's arrays come from, compares what the process uses with a limit of its own. */
        NATIVE(
                "Physical memory usage is too high|Cannot allocate new \\w+\\(|Failed to allocate memory within limits",
                "give its native memory more: spark.%1$s.memoryOverhead on a cluster, and"
                        + " -Dorg.bytedeco.javacpp.maxphysicalbytes=16g in spark.%1$s.extraJavaOptions"),
        DIRECT(
                "Direct buffer memory|direct buffer memory",
                "give its direct buffers more: -XX:MaxDirectMemorySize=4g in spark.%1$s.extraJavaOptions, and"
                        + " spark.%1$s.memoryOverhead on a cluster"),
        THREADS(
                "unable to create (new )?native thread",
                "its system allows no more threads or memory for their stacks: raise ulimit -u, or"
                        + " spark.%1$s.memoryOverhead on a cluster"),
        METASPACE("Metaspace", "give its classes more: -XX:MaxMetaspaceSize in spark.%1$s.extraJavaOptions"),
        KILLED(
                "exited with code 137|[Mm]emory limits|OOMKilled",
                "it was ended for its memory, heap and native together: raise spark.%1$s.memoryOverhead"),
        /** Spark's executors end with 52 after an OutOfMemoryError of whatever kind. */
        HEAP(
                "Java heap space|GC overhead limit exceeded|Requested array size exceeds VM limit|exited with code 52"
                        + "|OutOfMemoryError",
                "give its heap more, for instance --%1$s-memory 8g");

        private final Pattern sign;
        private final String remedy;

        Memory(String sign, String remedy) {
            this.sign = Pattern.compile(sign);
            this.remedy = remedy;
        }
    }

    private MemoryErrors() {}

    /** Returns what helps against {@code e}; empty if it is not about memory. */
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
                    return "the %s is out of memory; %s".formatted(process, kind.remedy.formatted(process));
                });
    }
}
