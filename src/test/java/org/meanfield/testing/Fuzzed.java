package org.meanfield.testing;

import com.sun.management.ThreadMXBean;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.meanfield.config.InvalidInputException;

/**
 * What every reader owes any input: it reads it or refuses it with {@link InvalidInputException} and a reason, in less
 * than five seconds and without taking memory for what the input only claims.
 */
public final class Fuzzed {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** All that is allocated, not what is used at a time. */
    private static final long MOST_BYTES = 256L << 20;

    /** A reader, which may refuse its input. */
    @FunctionalInterface
    public interface Reader {
        /** Reads it. */
        void read() throws Exception;
    }

    private Fuzzed() {}

    private record Cost(long nanos, long bytes) {
        boolean isHigh() {
            return nanos > MOST_NANOS || bytes > MOST_BYTES;
        }
    }

    /** Has a reader read an input. */
    public static void read(Reader reader) throws Exception {
        Cost cost = cost(reader);
        if (cost.isHigh()) { // by the classes that were loaded and instrumented in it?
            cost = cost(reader);
        }
        if (cost.isHigh()) {
            throw new AssertionError("It took %d ms and %d MB"
                    .formatted(TimeUnit.NANOSECONDS.toMillis(cost.nanos()), cost.bytes() >> 20));
        }
    }

    private static Cost cost(Reader reader) throws Exception {
        long nanos = THREADS.getCurrentThreadCpuTime();
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        try {
            reader.read();
        } catch (InvalidInputException e) {
            if (e.getMessage().isBlank()) {
                throw new AssertionError("no reason is given", e);
            }
        } catch (UncheckedIOException e) { // documented: what the header claims may be true
            if (!e.getMessage().contains("raise the heap")) {
                throw e;
            }
        }
        return new Cost(THREADS.getCurrentThreadCpuTime() - nanos, THREADS.getCurrentThreadAllocatedBytes() - bytes);
    }

    /** Returns a file with the input, in memory where the system has such a folder; one for each name. */
    public static Path file(String name, byte[] input) throws Exception {
        Path memory = Path.of("/dev/shm");
        Path folder = Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
        Path file =
                folder.resolve("fuzzed-%d-%s".formatted(ProcessHandle.current().pid(), name));
        file.toFile().deleteOnExit();
        return Files.write(file, input);
    }

    /** Returns a text as an input. */
    public static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
