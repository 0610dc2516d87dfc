package org.meanfield.job.robustness;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import org.meanfield.config.InvalidInputException;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.Existing;
import org.meanfield.storage.Storage;
import org.meanfield.train.checkpoint.JsonBundle;

/**
 * Store of a run's finished parts: {@code checkpoints/<run_id>/part-000-000-000/}, a {@link JsonBundle} each, {@code begun} before the
 * first and {@code result} at the end.
 */
final class RobustnessParts {
    private static final String BEGUN = "begun";
    private static final String RESULT = "result";

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

    /** Returns the JSON result of a finished run; one that was stopped while it wrote it goes on from its parts. */
    Optional<JsonNode> result() {
        return JsonBundle.read(Storage.child(folder, RESULT), JsonNode.class, reason -> {});
    }

    void writeResult(JsonNode result) {
        put(RESULT, result);
    }

    /** Returns the progress of the run, for messages. */
    String progress() {
        return "after %d parts"
                .formatted(Storage.list(folder).stream()
                        .filter(name -> name.startsWith("part-"))
                        .count());
    }

    /** Returns a finished part. */
    Optional<RobustnessPart> read(String name) {
        return JsonBundle.read(Storage.child(folder, name), RobustnessPart.class, console::say)
                .filter(part -> part.runId().equals(runId));
    }

    void write(String name, RobustnessPart part) {
        put(name, part);
    }

    /** Deletes the files of an earlier execution of the run, and marks this one as started. */
    void begin() {
        Storage.delete(folder);
        put(BEGUN, Map.of("run_id", runId));
    }

    /** Deletes what a killed execution of the run was writing. */
    void clearHidden() {
        Storage.clearHidden(folder);
    }

    private void put(String name, Object value) {
        JsonBundle.write(Storage.child(folder, name), value);
    }
}
