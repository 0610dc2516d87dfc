package org.meanfield.job.robustness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Reason;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.Existing;
import org.meanfield.storage.Storage;

/**
 * Store of a run's finished parts: {@code checkpoints/<run_id>/part-….json}, written atomically, {@code begun.json}
 * before the first and {@code result.json} at the end.
 */
final class RobustnessParts {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JSON_FILE = ".json";
    private static final String BEGUN = "begun.json";
    private static final String RESULT = "result.json";

    private final String runId;
    private final String folder;
    private final Console console;

    RobustnessParts(String outputRoot, String runId, Console console) {
        this.runId = runId;
        this.folder = Storage.child(Storage.child(outputRoot, "checkpoints"), runId);
        this.console = console;
    }

    /**
     * Returns whether the run starts from the beginning.
     *
     * @throws InvalidInputException if there is nothing to resume, or an unfinished run without --resume or --restart
     */
    boolean startsAfresh(Existing existing) {
        boolean unfinished = !Storage.list(folder).isEmpty();
        if (existing == Existing.RESUME && !unfinished) {
            throw new InvalidInputException("--resume finds nothing of run %s in %s".formatted(runId, folder));
        }
        if (existing == Existing.REFUSE && unfinished) {
            throw new InvalidInputException(
                    "%s is unfinished, %s: add --resume to continue it, or --restart to delete it and start again"
                            .formatted(runId, progress()));
        }
        return existing == Existing.RESTART || !unfinished;
    }

    /** Returns the JSON result of a finished run. */
    Optional<JsonNode> result() {
        return readJson(RESULT, JsonNode.class);
    }

    void writeResult(JsonNode result) {
        writeJson(RESULT, result);
    }

    /** Returns the progress of the run, for messages. */
    String progress() {
        return String.format(
                Locale.ROOT,
                "after %d parts",
                Storage.list(folder).stream()
                        .filter(name -> name.startsWith("part-"))
                        .count());
    }

    /** Returns a finished part. */
    Optional<RobustnessPart> read(String name) {
        return readJson(name + JSON_FILE, RobustnessPart.class)
                .filter(part -> part.runId().equals(runId));
    }

    void write(String name, RobustnessPart part) {
        writeJson(name + JSON_FILE, part);
    }

    /** Deletes the files of an earlier execution of the run, and marks this one as started. */
    void begin() {
        Storage.delete(folder);
        writeJson(BEGUN, Map.of("run_id", runId));
    }

    private <T> Optional<T> readJson(String name, Class<T> type) {
        String file = Storage.child(folder, name);
        if (!Storage.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Storage.read(file), type));
        } catch (IOException e) {
            console.say("%s cannot be read and is computed again: %s".formatted(file, Reason.line(e)));
            return Optional.empty();
        }
    }

    private void writeJson(String name, Object value) {
        try {
            Storage.write(Storage.child(folder, name), JSON.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write as JSON: " + value, e);
        }
    }
}
