package org.meanfield.job.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.RecordWriter;
import org.meanfield.config.YamlWriter;
import org.meanfield.job.common.Existing;
import org.meanfield.job.common.Options;
import org.meanfield.job.train.JobPaths;
import org.meanfield.job.train.OpenData;
import org.meanfield.job.train.RunFiles;
import org.meanfield.spark.ExecutorCheck;
import org.meanfield.spark.JobNames;
import org.meanfield.spark.Sessions;
import org.meanfield.storage.Storage;
import org.meanfield.storage.Tables;
import org.meanfield.storage.WriteGuard;
import org.meanfield.tables.ExecutorRow;
import org.meanfield.tables.RunStatus;

/** One execution of a {@link SweepJob}. */
public final class SweepRun {
    private static final String SWEEPS = "sweeps";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final SweepPlan plan;
    private final Options options;

    private SweepRun(SweepPlan plan, Options options) {
        this.plan = plan;
        this.options = options;
    }

    /**
     * Fetches the data and checks everything that can be checked without a cluster.
     *
     * @throws InvalidInputException if the sweep is invalid
     */
    public static SweepRun of(SweepJob job, Options options) {
        options.console().show(job.name() + ": opening the data");
        return new SweepRun(SweepPlan.of(job, options.console()), options);
    }

    /** Returns the preview. */
    public String preview() throws InterruptedException {
        return SweepPreview.of(plan);
    }

    /** Runs the sweep, or resumes it. */
    public SweepOutcome run() throws InterruptedException {
        return options.leased(plan.id(), this::run);
    }

    private SweepOutcome run(WriteGuard guard) throws InterruptedException {
        checkFile();
        Tables tables = new Tables(options.output());
        SweepHistory history = history(tables);
        String probe = options.writeProbe(plan.id());
        options.console().begin(plan.id() + (history.starts().isEmpty() ? "" : resumed(history)) + ": starting Spark");
        try (JavaSparkContext context = Sessions.openShared(
                plan.id(), plan.trials().get(0).job().instructionSet().pinned())) {
            return run(context, probe, tables, history, guard);
        } finally {
            Storage.discard(probe);
        }
    }

    private SweepOutcome run(
            JavaSparkContext context, String probe, Tables tables, SweepHistory history, WriteGuard guard)
            throws InterruptedException {
        JobNames.ofRun(context, plan.id());
        List<ExecutorRow> executors = ExecutorCheck.await(context, plan.trials().size());
        for (OpenData data : plan.data().values()) {
            ExecutorCheck.visible(context, executors, data.splits(), probe);
        }
        guard.check();
        if (options.existing() == Existing.RESTART) {
            plan.trials().forEach(trial -> new RunFiles(options.output(), trial.runId(plan.id()), tables).clear());
        }
        Storage.write(file(), bytes(plan.json()));
        SweepStatus status = new SweepStatus(plan);
        SweepExecutor.of(plan, options, context, tables, executors, guard, status)
                .work(history);
        ObjectNode json = status.json();
        json.put("tables", Storage.child(options.output(), "tables"));
        json.put("sweep", folder());
        String best = status.best().map(this::writeBest).orElse("");
        if (!best.isEmpty()) {
            json.put("best_job", best);
        }
        SweepSummary.say(options.console(), plan, status, best);
        return new SweepOutcome(status.count(RunStatus.FAILED), json);
    }

    private String resumed(SweepHistory history) {
        return String.format(
                Locale.ROOT,
                ", from %d of %d trials",
                history.ends().size(),
                plan.trials().size());
    }

    /** Writes the job of a cell's first finished trial, which {@code train} runs as it is, and returns its path. */
    private String writeBest(SweepStatus.Ranked best) {
        String path = Storage.child(folder(), "best.yaml");
        byte[] job = YamlWriter.ofJson(RecordWriter.toJson(
                        JobPaths.absolute(best.trials().get(0).job())))
                .getBytes(StandardCharsets.UTF_8);
        if (!Storage.isFile(path)
                || !Arrays.equals(Storage.read(path), job)) { // a sweep that is over leaves its files as they are
            Storage.write(path, job);
        }
        return path;
    }

    /** Returns the history of an existing sweep; an unfinished one is neither deleted nor resumed unless asked for. */
    private SweepHistory history(Tables tables) {
        if (options.existing() == Existing.RESTART || !Storage.isFile(file())) {
            return SweepHistory.NONE;
        }
        SweepHistory history = SweepHistory.of(plan, options.output(), tables);
        int ended = history.ends().size();
        if (options.existing() == Existing.REFUSE
                && !history.starts().isEmpty()
                && ended < plan.trials().size()) {
            throw new InvalidInputException(
                    "%s is unfinished, with %d of %d trials ended: add --resume to continue it, or --restart to delete it and start again"
                            .formatted(plan.id(), ended, plan.trials().size()));
        }
        return history;
    }

    /** Checks that an existing sweep file is this sweep's, and that there is one to resume. */
    private void checkFile() {
        if (!Storage.isFile(file())) {
            if (options.existing() == Existing.RESUME) {
                throw new InvalidInputException("--resume finds no sweep %s under %s; the sweeps there are %s"
                        .formatted(plan.id(), sweeps(), Storage.list(sweeps())));
            }
            return;
        }
        JsonNode found;
        try {
            found = JSON.readTree(Storage.read(file()));
        } catch (IOException e) {
            throw new InvalidInputException("%s is not JSON: delete it to start again".formatted(file()), e);
        }
        Check.that(
                found.path("sweep_id").asText().equals(plan.id()),
                file(),
                "of the sweep " + found.path("sweep_id").asText(),
                "of " + plan.id());
    }

    private String sweeps() {
        return Storage.child(options.output(), SWEEPS);
    }

    private String folder() {
        return Storage.child(sweeps(), plan.id());
    }

    private String file() {
        return Storage.child(folder(), "sweep.json");
    }

    private static byte[] bytes(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write as JSON: " + json, e);
        }
    }
}
