package org.meanfield.job.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meanfield.storage.Storage;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.tables.RunStatus;

/** The run of a training or a sweep in MLflow. What its methods are told is sent later, in order. */
public final class MlflowRun {
    private static final String RUN_ID = "meanfield.run_id";
    private static final String PROXY = "mlflow-artifacts";
    private static final int MOST_REASON = 1000;

    private final Mlflow mlflow;
    private final String name;
    private final Map<String, String> tags;
    private final Optional<MlflowRun> parent;

    // Of the queue's thread.
    private String id = "";
    private String artifacts = "";
    private final Map<String, Long> lastSteps = new HashMap<>();

    /** Creates one, which is found again by its name in the tag {@code meanfield.run_id}. */
    MlflowRun(Mlflow mlflow, String name, Map<String, String> tags, Optional<MlflowRun> parent) {
        this.mlflow = mlflow;
        this.name = name;
        this.tags = tags;
        this.parent = parent;
    }

    /** Creates the run or, if it is resumed, finds it. */
    void begin(MlflowClient to, String experiment, Instant started, JsonNode job, boolean resumed)
            throws IOException, InterruptedException {
        JsonNode found = resumed ? found(to, experiment) : JsonNodeFactory.instance.missingNode();
        if (!found.isMissingNode()) {
            known(found.path("info"));
            found.path("data")
                    .path("metrics")
                    .forEach(metric -> lastSteps.put(
                            metric.path("key").asText(), metric.path("step").asLong()));
            update(to, "RUNNING", Optional.empty());
            return;
        }
        Map<String, String> all = new LinkedHashMap<>(Mlflow.tags());
        all.put(RUN_ID, name);
        all.putAll(tags);
        parent.ifPresent(run -> all.put("mlflow.parentRunId", run.id));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("experiment_id", experiment);
        body.put("run_name", name);
        body.put("start_time", started.toEpochMilli());
        body.set("tags", MlflowBatches.pairs(all, MlflowBatches.MOST_TAG));
        known(to.post("runs/create", body).path("run").path("info"));
        for (ObjectNode batch : MlflowBatches.params(job)) {
            log(to, batch);
        }
    }

    private JsonNode found(MlflowClient to, String experiment) throws IOException, InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("experiment_ids").add(experiment);
        body.put("filter", "tags.`%s` = '%s'".formatted(RUN_ID, name));
        body.put("run_view_type", "ACTIVE_ONLY");
        body.put("max_results", 1);
        body.putArray("order_by").add("attributes.start_time DESC");
        return to.post("runs/search", body).path("runs").path(0);
    }

    private void known(JsonNode info) throws IOException {
        id = info.path("run_id").asText();
        artifacts = info.path("artifact_uri").asText();
        if (id.isEmpty()) {
            throw new IOException("it answers without a run_id");
        }
    }

    /** Logs what has been measured since the last call; the step of a metric is its round. */
    public void metrics(Instant started, List<RoundRow> rounds, List<EvaluationRow> evaluations) {
        List<RoundRow> ofRounds = List.copyOf(rounds);
        List<EvaluationRow> scores = List.copyOf(evaluations);
        mlflow.send(to -> {
            List<MlflowBatches.Metric> fresh = MlflowBatches.metrics(started, ofRounds, scores).stream()
                    .filter(metric -> metric.step() > lastSteps.getOrDefault(metric.key(), -1L))
                    .toList();
            for (ObjectNode batch : MlflowBatches.metrics(fresh)) {
                log(to, batch);
            }
            fresh.forEach(metric -> lastSteps.merge(metric.key(), metric.step(), Math::max));
        });
    }

    /** Uploads files, if the server takes them; a file that it does not take changes nothing but that a line warns. */
    public void upload(List<String> files) {
        mlflow.send(to -> {
            URI root = URI.create(artifacts);
            if (!PROXY.equals(root.getScheme()) || root.getHost() != null) {
                return; // files are elsewhere, and there is no access from here
            }
            String place = root.getPath().replaceFirst("^/+", "");
            try {
                for (String file : files) {
                    String end = file.substring(file.lastIndexOf('/'));
                    to.put(place + end, () -> Storage.open(file), Storage.size(file));
                }
            } catch (IOException | RuntimeException e) {
                mlflow.warn(e, "not all files are there");
            }
        });
    }

    /** Sets the status: {@code KILLED} for a run that can go on, {@code FAILED} also for one that has diverged. */
    public void status(RunStatus status, String reason) {
        if (status == RunStatus.RUNNING) {
            return; // since it began
        }
        Instant now = Instant.now();
        mlflow.send(to -> {
            Map<String, String> ended = new LinkedHashMap<>();
            ended.put("meanfield.status", status.label());
            ended.put("meanfield.reason", reason.substring(0, Math.min(reason.length(), MOST_REASON)));
            log(to, MlflowBatches.tags(ended));
            update(to, ofMlflow(status), Optional.of(now));
        });
    }

    private static String ofMlflow(RunStatus status) {
        return switch (status) {
            case RUNNING -> "RUNNING";
            case FINISHED -> "FINISHED";
            case STOPPED_EARLY, INTERRUPTED -> "KILLED";
            case DIVERGED, FAILED -> "FAILED";
        };
    }

    private void log(MlflowClient to, ObjectNode batch) throws IOException, InterruptedException {
        to.post("runs/log-batch", batch.put("run_id", id));
    }

    private void update(MlflowClient to, String status, Optional<Instant> end)
            throws IOException, InterruptedException {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("run_id", id).put("status", status);
        end.ifPresent(time -> body.put("end_time", time.toEpochMilli()));
        to.post("runs/update", body);
    }
}
