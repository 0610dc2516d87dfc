package org.meanfield.train.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.meanfield.config.InvalidInputException;
import org.meanfield.model.NetworkJson;
import org.meanfield.storage.Listing;
import org.meanfield.storage.Room;
import org.meanfield.storage.Sha256;
import org.meanfield.storage.Storage;

/**
 * A folder of files that is written atomically: {@code manifest.json} has the SHA-256 of each of the others and of itself, and
 * the lengths of the others, and is written last, in one step, so that a folder without it is incomplete and one with other
 * contents is corrupt. Errors of the store are not {@link CorruptException}s: they are thrown unchanged.
 *
 * <p>The manifest's own checksum is over its JSON without white space and without that checksum.
 *
 * @param manifest the manifest's fields other than checksums and lengths
 * @param parts the other files by name
 */
record Bundle(ObjectNode manifest, Map<String, byte[]> parts) {
    static final String MANIFEST = "manifest.json";

    /** Writes and reads the JSON of manifests. */
    static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private static final String CHECKSUMS = "sha256";
    private static final String LENGTHS = "bytes";
    private static final int MAX_MANIFEST = 1 << 24;

    /** A bundle that is corrupt or incomplete, with the reason. */
    static final class CorruptException extends Exception {
        private static final long serialVersionUID = 1L;

        CorruptException(String reason, Throwable cause) {
            super(reason, cause);
        }
    }

    /** Writes this bundle as {@code folder}, replacing its contents. */
    void write(String folder) {
        Storage.delete(folder);
        Room.check(
                folder, parts.values().stream().mapToLong(bytes -> bytes.length).sum());
        ObjectNode complete = manifest.deepCopy();
        ObjectNode lengths = complete.putObject(LENGTHS);
        ObjectNode checksums = complete.putObject(CHECKSUMS);
        parts.forEach((name, bytes) -> {
            Storage.write(Storage.child(folder, name), bytes);
            lengths.put(name, bytes.length);
            checksums.put(name, Sha256.of(bytes));
        });
        checksums.put(MANIFEST, sumOf(tree(complete.toString())));
        Storage.write(Storage.child(folder, MANIFEST), json(complete));
    }

    /** Returns the checksum of a manifest without its own checksum, parsed as from a file. */
    private static String sumOf(JsonNode manifest) {
        return Sha256.of(manifest.toString());
    }

    /** Verifies the manifest's own checksum and removes it. Manifests of earlier versions have none. */
    private static void checkItself(JsonNode manifest) throws CorruptException {
        if (manifest.path(CHECKSUMS) instanceof ObjectNode checksums && checksums.has(MANIFEST)) {
            String sum = checksums.remove(MANIFEST).asText();
            if (!sum.equals(sumOf(manifest))) {
                throw new CorruptException("%s is corrupt".formatted(MANIFEST), null);
            }
        }
    }

    /**
     * Reads the bundle in {@code folder}.
     *
     * @param known the names that parts may have; no other file is read
     * @throws CorruptException if a file is missing or corrupt
     * @throws UncheckedIOException if the store fails
     */
    static Bundle read(String folder, Set<String> known) throws CorruptException {
        try {
            JsonNode manifest = JSON.readTree(file(folder, MANIFEST, MAX_MANIFEST));
            checkItself(manifest);
            Map<String, byte[]> parts = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> checksum : manifest.path(CHECKSUMS).properties()) {
                String name = checksum.getKey();
                if (!known.contains(name)) {
                    throw new CorruptException(
                            "its manifest names %s, but its parts are %s".formatted(name, new TreeSet<>(known)), null);
                }
                byte[] bytes = part(folder, name, manifest.path(LENGTHS).path(name));
                if (!Sha256.of(bytes).equals(checksum.getValue().asText())) {
                    throw new CorruptException("the SHA-256 of " + name + " differs from its manifest", null);
                }
                parts.put(name, bytes);
            }
            if (parts.isEmpty() || !(manifest instanceof ObjectNode object)) {
                throw new CorruptException("its manifest names no parts", null);
            }
            return new Bundle(object, parts);
        } catch (IOException e) { // of JSON; the store's are unchecked
            throw new CorruptException("its manifest is not JSON", e);
        }
    }

    /** Reads a part and checks its length. Manifests of earlier versions have no lengths. */
    private static byte[] part(String folder, String name, JsonNode length) throws CorruptException {
        byte[] bytes = file(folder, name, length.asLong(Integer.MAX_VALUE));
        if (length.isNumber() && bytes.length != length.asLong()) {
            throw new CorruptException(
                    "%s has %d bytes and its manifest says %d".formatted(name, bytes.length, length.asLong()), null);
        }
        return bytes;
    }

    /** Reads a regular file of at most {@code limit} bytes. */
    static byte[] file(String folder, String name, long limit) throws CorruptException {
        String file = Storage.child(folder, name);
        OptionalLong length = Listing.length(file);
        if (length.isEmpty()) {
            throw new CorruptException("it has no file " + name, null);
        }
        if (length.getAsLong() > limit) {
            throw new CorruptException(
                    "%s has %d bytes and must have at most %d".formatted(name, length.getAsLong(), limit), null);
        }
        try {
            return Storage.read(file);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof FileNotFoundException || e.getCause() instanceof NoSuchFileException) {
                throw new CorruptException("it has no file " + name, e);
            }
            throw e;
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

    /**
     * Returns a network's configuration from a file as DL4J reads it.
     *
     * @param source what the file is, for messages
     * @throws org.meanfield.config.InvalidInputException if it names a class that may not be named
     */
    static String configuration(String source, String json) throws CorruptException {
        try {
            return NetworkJson.fromFile(source, json, ComputationGraphConfiguration.class);
        } catch (InvalidInputException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new CorruptException("its network cannot be read: " + e.getMessage(), e);
        }
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

    static float[] floats(byte[] bytes) throws CorruptException {
        if (bytes.length % Float.BYTES != 0) {
            throw new CorruptException("it has %d bytes of floats".formatted(bytes.length), null);
        }
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}
