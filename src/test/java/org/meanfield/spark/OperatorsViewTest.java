package org.meanfield.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.testing.LocalSpark;

/** What the web page and Prometheus show of a run, in a Spark of its own. */
final class OperatorsViewTest {
    private static final List<String> SETTINGS = List.of(
            "spark.ui.enabled", "true",
            "spark.ui.port", "0",
            "spark.metrics.conf.*.sink.prometheusServlet.class", "org.apache.spark.metrics.sink.PrometheusServlet",
            "spark.metrics.conf.*.sink.prometheusServlet.path", "/metrics/prometheus");

    @AutoClose
    private static JavaSparkContext context;

    @BeforeAll
    static void start() {
        context = LocalSpark.another(SETTINGS.toArray(String[]::new));
    }

    @AfterAll
    static void forget() {
        JobNames.ofRun(context, null);
    }

    @Test
    void gaugesAreInPrometheusFormat() throws IOException, InterruptedException {
        RunGauges.show(
                List.of(new RoundRow(7, 2, 3, 96, 0.625, 0.1, 1, 2, 1, 1, 0, 24, 0.5, 1)),
                List.of(new EvaluationRow("validation", 5, 1, 8, 6, 0.75, 0.4, 0.9, 0.5, 0.1)));
        RunGauges.trialsDone(4);

        String page = get("/metrics/prometheus");

        assertThat(gauge(page, "round")).isEqualTo("7");
        assertThat(gauge(page, "train_loss")).isEqualTo("0.625");
        assertThat(gauge(page, "validation_accuracy")).isEqualTo("0.75");
        assertThat(gauge(page, "images_per_second")).isEqualTo("24.0");
        assertThat(gauge(page, "consensus_distance")).isEqualTo("0.5");
        assertThat(gauge(page, "trials_done")).isEqualTo("4");
    }

    @Test
    void jobsAndStagesAreNamedByTheirRun() throws IOException, InterruptedException {
        JobNames.ofRun(context, "digits-0123abcd");
        JobNames.set(context, "round 3 of 8, epoch 1");
        context.parallelize(List.of(1, 2), 2).count();

        String api = "/api/v1/applications/" + context.sc().applicationId();
        assertThat(get(api + "/jobs")).contains("\"description\" : \"digits-0123abcd: round 3 of 8, epoch 1\"");
        assertThat(get(api + "/stages")).contains("\"name\" : \"digits-0123abcd: round 3 of 8, epoch 1\"");
    }

    private static String gauge(String page, String name) {
        String metric = "_plugin_org_meanfield_spark_MeanfieldPlugin_" + name + "_Value{type=\"gauges\"} ";
        return page.lines()
                .filter(line -> line.contains("_driver" + metric))
                .map(line -> line.substring(line.indexOf(metric) + metric.length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + page));
    }

    private static String get(String path) throws IOException, InterruptedException {
        URI uri = URI.create(context.sc().uiWebUrl().get() + path);
        return HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL) // the page of metrics ends with a slash
                .build()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }
}
