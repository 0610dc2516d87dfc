package org.meanfield.train.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.meanfield.config.Reason;
import org.meanfield.storage.Storage;

/**
 * A value as JSON in a folder of its own, {@code content.json} with a manifest of its length and SHA-256. It is written atomically, and
 * what is not as it was written is not read.
 */
public final class JsonBundle {
    private static final String CONTENT = "content.json";

    private JsonBundle() {}

    /** Writes a value that JSON can hold, replacing what is in {@code folder}. */
    public static void write(String folder, Object value) {
        ObjectNode manifest = Bundle.JSON.createObjectNode();
        new Bundle(manifest, Map.of(CONTENT, Bundle.json(value))).write(folder);
    }

    /**
     * Reads a value; empty if there is none, or it is corrupt or incomplete, which is said on {@code log}.
     *
     * @throws java.io.UncheckedIOException if the store fails
     */
    public static <T> Optional<T> read(String folder, Class<T> type, Consumer<String> log) {
        if (!Storage.exists(folder)) {
            return Optional.empty();
        }
        try {
            byte[] content = Bundle.read(folder, Set.of(CONTENT)).part(CONTENT);
            return Optional.of(Bundle.JSON.readValue(content, type));
        } catch (Bundle.CorruptException | IOException e) { // corrupt, or of another version
            log.accept("%s is corrupt or incomplete and is computed again: %s".formatted(folder, Reason.line(e)));
            return Optional.empty();
        }
    }
}
