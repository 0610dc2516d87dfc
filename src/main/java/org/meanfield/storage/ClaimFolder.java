package org.meanfield.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.PathIOException;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The folder of the {@link Claim}s on one lease, a file each. A file is written in place, so that a claim is listed without a gap
 * while its heartbeat is written; a reader may find it incomplete meanwhile.
 */
record ClaimFolder(String folder) implements Serializable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SUFFIX = ".json";
    private static final int TRIES = 20;
    private static final long PAUSE_MILLIS = 10;

    /** Returns the folder for {@code path}: hidden, beside it. */
    static ClaimFolder of(String path) {
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        int name = trimmed.lastIndexOf('/') + 1;
        return new ClaimFolder(trimmed.substring(0, name) + ".lease-" + trimmed.substring(name));
    }

    /** Returns the ids of all claims, sorted. */
    List<String> ids() {
        return Operation.on("list", folder, (files, at) -> {
            try {
                return Arrays.stream(files.listStatus(at))
                        .map(status -> status.getPath().getName())
                        .filter(name -> name.endsWith(SUFFIX))
                        .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                        .sorted()
                        .toList();
            } catch (FileNotFoundException e) {
                return List.of();
            }
        });
    }

    /** Returns a claim; empty if it was deleted, or its writer ended while writing it. */
    Optional<Claim> read(String id) throws InterruptedException {
        Optional<Claim> claim = Optional.empty();
        for (int tries = 0; tries < TRIES && claim.isEmpty(); tries++) {
            Optional<byte[]> bytes = bytes(id);
            if (bytes.isEmpty()) {
                return Optional.empty();
            }
            claim = parse(bytes.get());
            if (claim.isEmpty()) {
                Thread.sleep(PAUSE_MILLIS); // it is being written
            }
        }
        return claim;
    }

    private Optional<byte[]> bytes(String id) {
        return Operation.on("read", file(id), (files, at) -> {
            try (var in = files.open(at)) {
                return Optional.of(in.readAllBytes());
            } catch (FileNotFoundException e) {
                return Optional.empty();
            } catch (PathIOException e) { // S3A: it was written between two requests
                return Optional.of(new byte[0]);
            }
        });
    }

    private static Optional<Claim> parse(byte[] bytes) {
        try {
            return Optional.ofNullable(JSON.readValue(new String(bytes, StandardCharsets.UTF_8), Claim.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Writes a new claim. */
    void create(Claim claim) {
        write(claim, StandardOpenOption.CREATE_NEW);
    }

    /**
     * Replaces the file of a claim. Locally one that has been deleted is not created again.
     *
     * @return whether it was still there, as far as the store can tell
     */
    boolean replace(Claim claim) {
        return write(claim, StandardOpenOption.TRUNCATE_EXISTING);
    }

    private boolean write(Claim claim, StandardOpenOption how) {
        byte[] bytes = bytes(claim);
        return Operation.on("write", file(claim.id()), (files, at) -> {
            if (files instanceof RawLocalFileSystem local) {
                return writeLocal(local.pathToFile(at).toPath(), bytes, how);
            }
            try (OutputStream out = files.create(at, true)) {
                out.write(bytes);
            }
            return true;
        });
    }

    private static boolean writeLocal(Path file, byte[] bytes, StandardOpenOption how) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                if (how == StandardOpenOption.CREATE_NEW) {
                    Files.createDirectories(file.getParent());
                }
                Files.write(file, bytes, how, StandardOpenOption.WRITE);
                return true;
            } catch (NoSuchFileException
                    | FileAlreadyExistsException e) { // the latter of a folder deleted in that moment
                if (how != StandardOpenOption.CREATE_NEW) {
                    return false;
                } else if (tries == TRIES) { // each time another process has released its claim and deleted the folder
                    throw e;
                }
            }
        }
    }

    private static byte[] bytes(Claim claim) {
        try {
            return JSON.writeValueAsBytes(claim);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write as JSON: " + claim, e);
        }
    }

    /** Deletes a claim, if it is there, and the folder after the last one. */
    void delete(String id) {
        Operation.on("delete", file(id), (files, at) -> files.delete(at, false));
        if (ids().isEmpty()) {
            Operation.on("delete", folder, (files, at) -> deleteIfEmpty(files, at));
        }
    }

    /** Returns whether the folder is in one that exists. */
    boolean hasParent() {
        return Operation.on("look for", folder, (files, at) -> files.exists(at.getParent()));
    }

    /** Deletes the folder that this one was in, if nothing else is in it. */
    void deleteEmptyParent() {
        Operation.on("delete", folder, (files, at) -> deleteIfEmpty(files, at.getParent()));
    }

    private static boolean deleteIfEmpty(FileSystem files, org.apache.hadoop.fs.Path folder) {
        try {
            return files.delete(folder, false);
        } catch (IOException e) { // another process has just made a claim; nothing depends on the folder
            return false;
        }
    }

    private String file(String id) {
        return Storage.child(folder, id + SUFFIX);
    }
}
