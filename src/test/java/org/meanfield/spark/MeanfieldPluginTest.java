package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meanfield.testing.LocalSpark;
import org.meanfield.testing.Logged;

final class MeanfieldPluginTest {
    private final List<Object> reports = new ArrayList<>();
    private final SparkConf conf = new SparkConf(false).set(MeanfieldPlugin.MATHS, "false");

    static List<Throwable> failures() {
        return List.of(
                new IOException("the connection was reset"),
                new UncheckedIOException(new IOException("no space left")),
                new IllegalStateException("the endpoint is gone"),
                new NoClassDefFoundError("org/meanfield/Missing"),
                new OutOfMemoryError("Java heap space"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void anExecutorThatCannotBePreparedReportsWhy(Throwable failure) throws Exception {
        LocalSpark.session();
        ExecutorPlugin plugin = new MeanfieldPlugin().executorPlugin();

        plugin.init(context("7", () -> sneak(failure), reports::add), Map.of());

        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(((MeanfieldPlugin.Report) report).executor().executor()).isEqualTo("7");
            assertThat(((MeanfieldPlugin.Report) report).problem()).contains(failure.getMessage());
        });
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aDriverThatDoesNotAnswerIsAskedAgainBeforeEachTask(Throwable failure) throws Exception {
        LocalSpark.session();
        List<Throwable> failing = new ArrayList<>(List.of(failure, failure));
        ExecutorPlugin plugin = new MeanfieldPlugin().executorPlugin();

        try (Logged log = Logged.of(MeanfieldPlugin.class)) {
            plugin.init(
                    context("7", () -> conf, report -> {
                        if (!failing.isEmpty()) {
                            sneak(failing.remove(0));
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
        LocalSpark.session();
        new MeanfieldPlugin().executorPlugin().init(context("7", () -> conf, reports::add), Map.of());
        try (Logged log = Logged.of(MeanfieldPlugin.class)) {
            assertThatCode(() -> MeanfieldPlugin.tell("task", 3)).doesNotThrowAnyException();
            assertThatCode(() -> MeanfieldPlugin.tell("task", 4)).doesNotThrowAnyException();
            assertThat(log.lines())
                    .containsExactly("Executor 7 no longer reports its progress, since it cannot reach the driver: "
                            + "java.io.IOException: nobody listens");
        }
    }

    private interface Asked {
        void with(Object report) throws Exception;
    }

    private static PluginContext context(String id, Callable<SparkConf> conf, Asked asked) {
        return new PluginContext() {
            @Override
            public MetricRegistry metricRegistry() {
                throw new UnsupportedOperationException();
            }

            @Override
            public SparkConf conf() {
                try {
                    return conf.call();
                } catch (Exception e) {
                    return sneak(e);
                }
            }

            @Override
            public String executorID() {
                return id;
            }

            @Override
            public String hostname() {
                throw new UnsupportedOperationException("as on a cluster");
            }

            @Override
            public Map<String, ResourceInformation> resources() {
                return Map.of();
            }

            @Override
            public void send(Object message) throws IOException {
                throw new IOException("nobody listens");
            }

            @Override
            public Object ask(Object message) throws Exception {
                asked.with(message);
                return "";
            }
        };
    }

    /** Throws a checked exception undeclared, as Scala does. */
    @SuppressWarnings("unchecked")
    private static <T, E extends Throwable> T sneak(Throwable failure) throws E {
        throw (E) failure;
    }
}
