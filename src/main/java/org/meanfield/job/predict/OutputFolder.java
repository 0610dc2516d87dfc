package org.meanfield.job.predict;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.job.common.Existing;
import org.meanfield.storage.Storage;

/**
 * The folder of predictions: {@code part-000000.parquet} and so on, and beside them, with names that Spark ignores, {@code _request.json},
 * written once the input is listed, and {@code _manifest.json}, written last.
 *
 * @param folder its path
 */
record OutputFolder(String folder) {
    private static final String REQUEST = "_request.json";
    private static final String MANIFEST = "_manifest.json";
    private static final String NAMES = "_names";
    private static final String OURS = "part-\\d+\\.parquet|" + REQUEST + "|" + MANIFEST + "|" + NAMES + "|\\..*";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Returns the folder for lists of files. */
    String names() {
        return Storage.child(folder, NAMES);
    }

    /** Returns a file that is there from the first task on. */
    String request() {
        return Storage.child(folder, REQUEST);
    }

    /**
     * Makes the folder ready.
     *
     * @param request what is asked for now
     * @return the result, if that is there already
     * @throws InvalidInputException if the folder has something else, or an unfinished run that is neither resumed nor replaced
     */
    Optional<JsonNode> prepare(Existing existing, ObjectNode request) {
        List<String> strangers = Storage.list(folder).stream()
                .filter(name -> !name.matches(OURS))
                .toList();
        Check.that(
                strangers.isEmpty(),
                "--output",
                folder,
                "an empty folder or one with predictions, and it has " + String.join(", ", strangers));
        if (existing == Existing.RESTART) {
            clear();
        }
        Optional<JsonNode> before = read(REQUEST);
        if (before.isEmpty()) {
            Check.that(
                    existing != Existing.RESUME,
                    "--output",
                    folder,
                    "a folder with predictions to resume: it has none");
            clear(); // what was listed before a kill
            return Optional.empty();
        }
        Check.that(
                before.get().path("request").equals(request.path("request")),
                "--output",
                folder,
                "empty or another folder: it has predictions of another model or input, or with other options; --restart"
                        + " replaces them");
        Optional<JsonNode> result = read(MANIFEST);
        if (result.isEmpty() && existing == Existing.REFUSE) {
            throw new InvalidInputException(
                    "%s is unfinished: add --resume to continue it, or --restart to delete it and start again"
                            .formatted(folder));
        }
        return result;
    }

    /** Returns the request of the run that is resumed. */
    Optional<JsonNode> before() {
        return read(REQUEST);
    }

    /** Writes what is asked for, once the input is listed. */
    void begin(ObjectNode request) {
        Storage.write(request(), bytes(request));
    }

    /** Writes what it came to, after all parts. */
    void finish(ObjectNode result) {
        Storage.write(Storage.child(folder, MANIFEST), bytes(result));
        Storage.delete(names());
    }

    private void clear() {
        for (String name : List.of(MANIFEST, REQUEST, NAMES)) {
            Storage.delete(Storage.child(folder, name));
        }
        Storage.list(folder).stream()
                .filter(name -> name.endsWith(".parquet"))
                .forEach(name -> Storage.delete(Storage.child(folder, name)));
    }

    private Optional<JsonNode> read(String name) {
        String file = Storage.child(folder, name);
        if (!Storage.isFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(new String(Storage.read(file), StandardCharsets.UTF_8)));
        } catch (JsonProcessingException e) {
            throw new InvalidInputException("%s is broken but must be JSON: --restart replaces it".formatted(file), e);
        }
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toPrettyString().getBytes(StandardCharsets.UTF_8);
    }
}
