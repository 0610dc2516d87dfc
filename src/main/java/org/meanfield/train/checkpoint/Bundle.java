package org.meanfield.train.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.meanfield.storage.Sha256;
import org.meanfield.storage.Storage;

/**
 * A folder of files that is valid as a whole or not at all: {@code manifest.json} has the SHA-256 of each of the others and of
 * itself and is written last, in one step, so that a folder without it, or with other contents than it says, is a torn one.
 *
 * <p>The manifest's own sum is that of it as JSON without white space and without that sum.
 *
 * @param manifest what the manifest says besides the checksums
 * @param parts the other files by name
 */
record Bundle(ObjectNode manifest, Map<String, byte[]> parts) {
    static final String MANIFEST = "manifest.json";

    /** Writes and reads the JSON of manifests. */
    static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private static final String CHECKSUMS = "sha256";

    /** A bundle that can't be used, with the reason. */
    static final class CorruptException extends Exception {
        private static final long serialVersionUID = 1L;

        CorruptException(String reason, Throwable cause) {
            super(reason, cause);
        }
    }

    /** Writes this bundle as {@code folder}, in place of what is there. */
    void write(String folder) {
        Storage.delete(folder);
        ObjectNode complete = manifest.deepCopy();
        ObjectNode checksums = complete.putObject(CHECKSUMS);
        parts.forEach((name, bytes) -> {
            Storage.write(Storage.child(folder, name), bytes);
            checksums.put(name, Sha256.of(bytes));
        });
        checksums.put(MANIFEST, sumOf(tree(complete.toString())));
        Storage.write(Storage.child(folder, MANIFEST), json(complete));
    }

    /** Returns the sum of a manifest that has none of itself yet, as it is read from a file. */
    private static String sumOf(JsonNode manifest) {
        return Sha256.of(manifest.toString());
    }

    /** Checks the manifest's own sum and takes it out. A manifest of an earlier version has none. */
    private static void checkItself(JsonNode manifest) throws CorruptException {
        if (manifest.path(CHECKSUMS) instanceof ObjectNode checksums && checksums.has(MANIFEST)) {
            String sum = checksums.remove(MANIFEST).asText();
            if (!sum.equals(sumOf(manifest))) {
                throw new CorruptException("%s is not as it was written".formatted(MANIFEST), null);
            }
        }
    }

    /** Reads the bundle in {@code folder}. */
    static Bundle read(String folder) throws CorruptException {
        try {
            JsonNode manifest = JSON.readTree(Storage.read(Storage.child(folder, MANIFEST)));
            checkItself(manifest);
            Map<String, byte[]> parts = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> checksum : manifest.path(CHECKSUMS).properties()) {
                byte[] bytes = Storage.read(Storage.child(folder, checksum.getKey()));
                if (!Sha256.of(bytes).equals(checksum.getValue().asText())) {
                    throw new CorruptException(
                            "the SHA-256 of " + checksum.getKey() + " differs from its manifest", null);
                }
                parts.put(checksum.getKey(), bytes);
            }
            if (parts.isEmpty() || !(manifest instanceof ObjectNode object)) {
                throw new CorruptException("its manifest names no parts", null);
            }
            return new Bundle(object, parts);
        } catch (JsonProcessingException e) {
            throw new CorruptException("its manifest is not JSON", e);
        } catch (IOException | UncheckedIOException e) {
            throw new CorruptException(e.getMessage(), e);
        }
    }

    /** Returns the SHA-256, in hex, of the names and the bytes of the parts. */
    String hash() {
        StringBuilder all = new StringBuilder();
        parts.forEach((name, bytes) ->
                all.append(name).append(' ').append(Sha256.of(bytes)).append('\n'));
        return Sha256.of(all.toString());
    }

    /** Returns the bytes of a part. */
    byte[] part(String name) throws CorruptException {
        byte[] bytes = parts.get(name);
        if (bytes == null) {
            throw new CorruptException("its manifest does not name " + name, null);
        }
        return bytes;
    }

    static byte[] json(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write as JSON: " + value, e);
        }
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("This is not JSON: " + json, e);
        }
    }

    static byte[] bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    static float[] floats(byte[] bytes) {
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}
