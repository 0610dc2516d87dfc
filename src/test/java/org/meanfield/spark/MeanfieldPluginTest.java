package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.tables.ExecutorRow;
import org.meanfield.testing.LocalSpark;
import org.meanfield.testing.Logged;

final class MeanfieldPluginTest {
    private final List<Object> reports = new ArrayList<>();
    private final SparkConf conf = new SparkConf(false).set(MeanfieldPlugin.MATHS, "false");

    static List<Throwable> unchecked() {
        return List.of(
                new UncheckedIOException(new IOException("no space left")),
                new IllegalStateException("the endpoint is gone"),
                new NoClassDefFoundError("org/meanfield/Missing"),
                new OutOfMemoryError("Java heap space"));
    }

    static Stream<Throwable> failures() {
        return Stream.concat(unchecked().stream(), Stream.of(new IOException("the connection was reset")));
    }

    @ParameterizedTest
    @MethodSource("unchecked")
    void anExecutorThatCannotBePreparedReportsWhy(Throwable failure) throws Exception {
        LocalSpark.context();
        ExecutorPlugin plugin = new MeanfieldPlugin().executorPlugin();

        plugin.init(context("7", failing(failure), reports::add), Map.of());

        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(((MeanfieldPlugin.Report) report).executor().executor()).isEqualTo("7");
            assertThat(((MeanfieldPlugin.Report) report).problem()).contains(failure.getMessage());
        });
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aDriverThatDoesNotAnswerIsAskedAgainBeforeEachTask(Throwable failure) throws Exception {
        LocalSpark.context();
        List<Throwable> failing = new ArrayList<>(List.of(failure, failure));
        ExecutorPlugin plugin = new MeanfieldPlugin().executorPlugin();

        try (Logged log = Logged.of(MeanfieldPlugin.class)) {
            plugin.init(
                    context("7", () -> conf, report -> {
                        if (!failing.isEmpty()) {
                            MeanfieldPluginTest.<RuntimeException>sneak(failing.remove(0));
                        }
                        reports.add(report);
                    }),
                    Map.of());
            plugin.onTaskStart();
            assertThat(reports).isEmpty();
            assertThat(log.lines())
                    .hasSize(2)
                    .allMatch(line -> line.startsWith("The driver does not answer executor 7: ")
                            && line.contains(failure.getMessage()));
        }
        plugin.onTaskStart();
        plugin.onTaskStart();
        assertThat(reports).hasSize(1);
    }

    @Test
    void progressThatCannotBeReportedLosesNoTask() throws Exception {
        LocalSpark.context();
        new MeanfieldPlugin().executorPlugin().init(context("7", () -> conf, reports::add), Map.of());
        try (Logged log = Logged.of(MeanfieldPlugin.class)) {
            assertThatCode(() -> MeanfieldPlugin.tell("task", 3)).doesNotThrowAnyException();
            assertThatCode(() -> MeanfieldPlugin.tell("task", 4)).doesNotThrowAnyException();
            assertThat(log.lines())
                    .containsExactly("Executor 7 no longer reports its progress, since it cannot reach the driver: "
                            + "java.io.IOException: nobody listens");
        }
    }

    @Test
    void anExecutorTellsWhatMemoryItHasUsed() throws Exception {
        LocalSpark.context();
        List<Object> told = new ArrayList<>();
        ExecutorPlugin plugin = new MeanfieldPlugin().executorPlugin();
        plugin.init(context("7", () -> new SparkConf(false), reports::add, told::add), Map.of());

        plugin.onTaskSucceeded();
        plugin.onTaskSucceeded(); // within a second

        assertThat(told).hasSize(1);
        new MeanfieldPlugin().driverPlugin().receive(told.get(0));
        ExecutorRow seven = new ExecutorRow("7", "host", "CpuBackend", "avx2", "17");
        ExecutorRow eight = new ExecutorRow("8", "host", "CpuBackend", "avx2", "17");
        List<ExecutorRow> used = MeanfieldPlugin.used(List.of(seven, eight));
        assertThat(used.get(0).peakHeapBytes())
                .isPositive()
                .isLessThanOrEqualTo(Runtime.getRuntime().maxMemory());
        assertThat(used.get(0).peakResidentBytes()).isGreaterThan(used.get(0).peakArrayBytes());
        assertThat(used.get(1)).as("it has not told").isEqualTo(eight);
    }

    @Test
    void figuresThatCannotBeReportedLoseNoTask() throws Exception {
        LocalSpark.context();
        ExecutorPlugin plugin = new MeanfieldPlugin().executorPlugin();
        plugin.init(context("7", () -> new SparkConf(false), reports::add), Map.of());

        try (Logged log = Logged.of(MeanfieldPlugin.class)) {
            assertThatCode(plugin::onTaskSucceeded).doesNotThrowAnyException();
            assertThat(log.lines())
                    .containsExactly(
                            "The memory that this executor uses is not recorded: java.io.IOException: nobody listens");
        }
    }

    private static Callable<SparkConf> failing(Throwable failure) {
        return () -> {
            sneak(failure);
            return new SparkConf(false);
        };
    }

    private interface Asked {
        void with(Object report) throws Exception;
    }

    /** Returns the context of an executor on a cluster, where its host is not known. */
    private static PluginContext context(String id, Callable<SparkConf> conf, Asked asked) {
        return context(id, conf, asked, message -> {
            throw new IOException("nobody listens");
        });
    }

    private static PluginContext context(String id, Callable<SparkConf> conf, Asked asked, Asked sent) {
        return (PluginContext) Proxy.newProxyInstance(
                PluginContext.class.getClassLoader(), new Class<?>[] {PluginContext.class}, (proxy, method, values) -> {
                    return switch (method.getName()) {
                        case "executorID" -> id;
                        case "resources" -> Map.of();
                        case "conf" -> conf.call();
                        case "ask" -> {
                            asked.with(values[0]);
                            yield "";
                        }
                        case "send" -> {
                            sent.with(values[0]);
                            yield null;
                        }
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }

    /** Throws a checked exception undeclared, as Scala does. */
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable failure) throws E {
        throw (E) failure;
    }
}
