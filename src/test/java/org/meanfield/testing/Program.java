package org.meanfield.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** Another program, as a process of its own in the project's folder. */
public final class Program {
    /** What would make a run differ from that of a user who has set nothing. */
    private static final Pattern SETTINGS =
            Pattern.compile("(SPARK|OMP|OPENBLAS|DNNL|SD|MEANFIELD|AWS|HADOOP)_.*|JAVA_TOOL_OPTIONS|MAVEN_OPTS");

    private static final long LIMIT_SECONDS = 300;

    private final Process process;
    private final Path out;
    private final Path err;

    /** What a program came to. */
    public record Result(int code, String out, String err) {
        private static final Pattern PROGRESS =
                Pattern.compile("(?m)^[\\w.-]+: (opening the data|starting Spark|waiting for executors)\\R");

        /** Returns standard error without what a slow start says. */
        public String errors() {
            return PROGRESS.matcher(err).replaceAll("");
        }
    }

    private Program(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Runs a program to its end; fails if that takes longer than five minutes. */
    public static Result run(String... command) {
        return run(Map.of(), List.of(command));
    }

    /** Runs a program, with {@code environment} besides what it inherits. */
    public static Result run(Map<String, String> environment, List<String> command) {
        return start(environment, command).await();
    }

    /** Starts a program and goes on. */
    public static Program start(Map<String, String> environment, List<String> command) {
        try {
            Path out = Files.createTempFile("program", ".out");
            Path err = Files.createTempFile("program", ".err");
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> SETTINGS.matcher(name)
                    .matches());
            if ("spark4".equals(System.getProperty("meanfield.spark"))) { // mvn -Dspark4
                builder.environment().put("MEANFIELD_SPARK", "4");
            }
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().putAll(environment);
            return new Program(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the end. */
    public Result await() {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("Still running after %d s; so far it says: %s"
                        .formatted(LIMIT_SECONDS, Files.readString(err, UTF_8)));
            }
            return new Result(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            kill();
            out.toFile().delete();
            err.toFile().delete();
        }
    }

    /** Waits until {@code done}, which is to be before the end; fails if that takes longer than five minutes. */
    public void await(BooleanSupplier done) throws InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > limit) {
                kill();
                throw new AssertionError(
                        "What is waited for has not come in %d s; it says: %s".formatted(LIMIT_SECONDS, await()));
            }
            if (!process.isAlive()) {
                throw new AssertionError("It has ended already: " + await());
            }
            Thread.sleep(2);
        }
    }

    /** Returns its number. */
    public long pid() {
        return process.pid();
    }

    /** Returns whether it still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Asks it to end: SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Returns the process itself. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Sends a signal, such as {@code STOP}, to a process. */
    public static void signal(String name, ProcessHandle process) {
        Result result = run("kill", "-s", name, String.valueOf(process.pid()));
        if (result.code() != 0) {
            throw new AssertionError("SIG%s has not reached %s: %s".formatted(name, process.pid(), result));
        }
    }

    /** Ends it, and what it has started, at once: {@code kill -9}. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
