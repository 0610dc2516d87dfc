package org.meanfield.job.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.RecordWriter;
import org.meanfield.config.YamlWriter;
import org.meanfield.job.common.Existing;
import org.meanfield.job.train.JobPaths;
import org.meanfield.storage.Storage;

/**
 * The files of a sweep: {@code sweeps/<id>/sweep.json} with its job and trials, and {@code best.yaml}.
 *
 * @param output the output root
 * @param id the sweep's
 */
record SweepFile(String output, String id) {
    private static final String SWEEPS = "sweeps";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /**
     * Checks that an existing file is this sweep's, and that there is one to resume.
     *
     * @throws InvalidInputException if not
     */
    void check(Existing existing) {
        if (!isThere()) {
            if (existing == Existing.RESUME) {
                throw new InvalidInputException("--resume finds no sweep %s under %s; the sweeps there are %s"
                        .formatted(id, sweeps(), Storage.list(sweeps())));
            }
            return;
        }
        String found = read().path("sweep_id").asText();
        Check.that(found.equals(id), path(), "of the sweep " + found, "of " + id);
    }

    boolean isThere() {
        return Storage.isFile(path());
    }

    void write(JsonNode json) {
        try {
            Storage.write(path(), JSON.writeValueAsBytes(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write as JSON: " + json, e);
        }
    }

    /** Returns the runs of a plan and those that the file names. */
    Set<String> runIds(SweepPlan plan) {
        Set<String> runIds = new LinkedHashSet<>();
        plan.trials().forEach(trial -> runIds.add(trial.runId(id)));
        if (isThere()) {
            read().path("trials")
                    .forEach(trial -> runIds.add(trial.path("run_id").asText()));
        }
        return runIds;
    }

    /** Writes the job of a trial, which {@code train} runs as it is, and returns its path. */
    String writeBest(SweepTrial best) {
        String path = Storage.child(folder(), "best.yaml");
        byte[] job = YamlWriter.ofJson(RecordWriter.toJson(JobPaths.absolute(best.job())))
                .getBytes(StandardCharsets.UTF_8);
        if (!Storage.isFile(path)
                || !Arrays.equals(Storage.read(path), job)) { // a sweep that is over leaves its files as they are
            Storage.write(path, job);
        }
        return path;
    }

    String folder() {
        return Storage.child(sweeps(), id);
    }

    private JsonNode read() {
        try {
            return JSON.readTree(Storage.read(path()));
        } catch (IOException e) {
            throw new InvalidInputException("%s is not JSON: delete it to start again".formatted(path()), e);
        }
    }

    private String sweeps() {
        return Storage.child(output, SWEEPS);
    }

    private String path() {
        return Storage.child(folder(), "sweep.json");
    }
}
