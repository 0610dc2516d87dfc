package org.meanfield.job.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.SparkConf;
import org.meanfield.config.Reason;
import org.meanfield.config.RecordWriter;
import org.meanfield.config.Versions;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.Provenance;
import org.meanfield.job.common.TrialKey;

/**
 * What an execution of a training or a sweep tells MLflow, if a tracking server is named. All is sent in order by a thread of its own, so that no round
 * waits for a server; and the first failure, of which one line warns, is the end of it: a run never fails because of MLflow.
 *
 * <p>Thread-safe.
 */
public final class Mlflow implements AutoCloseable {
    private static final String PROPERTY = "spark.meanfield.mlflow.";
    private static final String SWEEP_ID = "meanfield.sweep_id";

    /** A process that is being stopped has not long. */
    private static final Duration STOPPING = Duration.ofSeconds(5);

    private final Optional<MlflowSettings> settings;
    private final Optional<MlflowClient> client;
    private final Console console;
    private final ExecutorService queue = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "mlflow");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicBoolean warned = new AtomicBoolean();
    private final ConcurrentMap<String, MlflowRun> runs = new ConcurrentHashMap<>();
    private volatile boolean off;
    /** Of the queue's thread. */
    private String experiment = "";

    /** Something to be sent. */
    @FunctionalInterface
    interface Message {
        void send(MlflowClient to) throws IOException, InterruptedException;
    }

    Mlflow(Optional<MlflowSettings> settings, Console console) {
        this.settings = settings;
        this.client = settings.map(MlflowClient::new);
        this.console = console;
        this.off = settings.isEmpty();
    }

    /** Returns one that sends nothing. */
    public static Mlflow none() {
        return new Mlflow(Optional.empty(), Console.quiet(System.err));
    }

    /** Returns that of the environment and of Spark's settings, which comes before; one that sends nothing if they name no server. */
    public static Mlflow ofProcess(Console console) {
        SparkConf conf = new SparkConf();
        try {
            Optional<MlflowSettings> settings = MlflowSettings.of(System.getenv(), key -> conf.get(PROPERTY + key, ""));
            settings.ifPresent(known ->
                    console.note("  mlflow   %s, experiment %s".formatted(known.tracking(), known.experiment())));
            return new Mlflow(settings, console);
        } catch (IllegalArgumentException e) {
            console.say("  warning: nothing is sent to MLflow: " + e.getMessage());
            return none();
        }
    }

    /** Returns the run of a training, which begins with the first call or, if it is resumed, goes on where it was. */
    public MlflowRun run(Provenance training) {
        return runs.computeIfAbsent(training.runId(), id -> {
            TrialKey trial = training.trial();
            Map<String, String> tags = new LinkedHashMap<>();
            tags.put("meanfield.data_hash", training.dataHash());
            if (!trial.equals(TrialKey.NONE)) {
                tags.put(SWEEP_ID, trial.sweepId());
                tags.put("meanfield.cell", trial.cell());
            }
            return begun(
                    new MlflowRun(this, id, tags, Optional.ofNullable(runs.get(trial.sweepId()))),
                    training.start().first(),
                    RecordWriter.toTree(training.job()),
                    training.start().resumes() > 0);
        });
    }

    /**
     * Returns the run of a sweep, the parent of those of its trials, which begins with the first call.
     *
     * @param job the sweep
     * @param anew whether an earlier run of the same sweep is left alone
     */
    public MlflowRun sweep(String id, JsonNode job, boolean anew) {
        return runs.computeIfAbsent(
                id,
                key -> begun(
                        new MlflowRun(this, id, Map.of(SWEEP_ID, id), Optional.empty()), Instant.now(), job, !anew));
    }

    private MlflowRun begun(MlflowRun run, Instant started, JsonNode job, boolean resumed) {
        send(to -> run.begin(to, experiment(to), started, job, resumed));
        return run;
    }

    /** Sends something after all that is to be sent already, unless sending has ended. */
    void send(Message message) {
        if (off) {
            return;
        }
        queue.execute(() -> {
            try {
                if (!off) {
                    message.send(client.orElseThrow());
                }
            } catch (InterruptedException e) {
                off = true;
            } catch (IOException | RuntimeException e) {
                off = true;
                warn(e, "nothing more is sent");
            }
        });
    }

    /** Warns, if it is the first time. */
    void warn(Exception e, String consequence) {
        if (!warned.getAndSet(true)) {
            console.say("  warning: MLflow at %s: %s; %s"
                    .formatted(settings.orElseThrow().tracking(), Reason.line(e), consequence));
        }
    }

    /** Returns the tags that every run has. */
    static Map<String, String> tags() {
        return Map.of(
                "mlflow.source.name",
                "meanfield",
                "mlflow.source.type",
                "JOB",
                "mlflow.user",
                System.getProperty("user.name", ""),
                "meanfield.version",
                Versions.of("meanfield"));
    }

    private String experiment(MlflowClient to) throws IOException, InterruptedException {
        if (experiment.isEmpty()) {
            String name = settings.orElseThrow().experiment();
            try {
                experiment = known(to, name);
            } catch (MlflowException e) {
                if (!e.has("RESOURCE_DOES_NOT_EXIST")) {
                    throw e;
                }
                experiment = created(to, name);
            }
        }
        return experiment;
    }

    private static String known(MlflowClient to, String name) throws IOException, InterruptedException {
        return to.get("experiments/get-by-name", "experiment_name", name)
                .path("experiment")
                .path("experiment_id")
                .asText();
    }

    private static String created(MlflowClient to, String name) throws IOException, InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", name);
        try {
            return to.post("experiments/create", body).path("experiment_id").asText();
        } catch (MlflowException e) {
            if (e.has("RESOURCE_ALREADY_EXISTS")) {
                return known(to, name); // by another process, meanwhile
            }
            throw e;
        }
    }

    /** Waits until all is sent, for a limited time: little if this thread is interrupted. */
    @Override
    public void close() {
        queue.shutdown();
        if (off) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        Duration patience = interrupted ? STOPPING : settings.orElseThrow().patience();
        try {
            if (!queue.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                off = true;
                warn(new IOException("it is too slow"), "the rest is not sent");
                queue.shutdownNow();
            }
        } catch (InterruptedException e) {
            queue.shutdownNow();
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
