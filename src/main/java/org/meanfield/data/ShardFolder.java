package org.meanfield.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.RecordReader;
import org.meanfield.config.RecordWriter;

/** Where the shards of data sets are: a folder for each, named by the hash of its data. */
public final class ShardFolder {
    /** The file that makes shards valid. */
    public static final String MANIFEST = "manifest.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private ShardFolder() {}

    /** Returns the folder that a job file gives or, where it gives none, the usual one in {@code path}. */
    static String of(String shards, String path) {
        return Storage.absolute(shards.isEmpty() ? Storage.child(path, "shards") : shards);
    }

    /** Returns the folder that a job file must give, since there is no usual one. */
    static String given(String shards) {
        Check.that(!shards.isEmpty(), "data.shards", "empty", "a folder");
        return Storage.absolute(shards);
    }

    /**
     * Returns the shards that were made with the settings of {@code dataset}, wherever it is now.
     *
     * @throws InvalidInputException if there are several, of different files; or none, but some that cannot be read or are
     *     of another version
     */
    public static Optional<ShardedSplits> find(Dataset dataset) {
        List<InvalidInputException> unreadable = new ArrayList<>();
        Optional<ShardedSplits> found = find(dataset, unreadable);
        if (found.isEmpty() && !unreadable.isEmpty()) {
            throw unreadable.get(0);
        }
        return found;
    }

    /**
     * Returns the same for one who can make them anew: empty also where there are none that are whole.
     *
     * @throws InvalidInputException if there are several, of different files
     */
    public static Optional<ShardedSplits> findWhole(Dataset dataset) {
        return find(dataset, new ArrayList<>()).filter(ShardFolder::isWhole);
    }

    private static boolean isWhole(ShardedSplits shards) {
        try {
            shards.look();
            return true;
        } catch (InvalidInputException e) {
            return false;
        }
    }

    private static Optional<ShardedSplits> find(Dataset dataset, List<InvalidInputException> unreadable) {
        if (dataset instanceof SyntheticDigits && dataset.shards().isEmpty()) {
            return Optional.empty();
        }
        String root = dataset.shardFolder();
        List<ShardedSplits> fitting = new ArrayList<>();
        for (String name : Storage.list(root)) {
            String folder = Storage.child(root, name);
            String manifest = Storage.child(folder, MANIFEST);
            if (Storage.isFile(manifest)) {
                try {
                    ShardedSplits shards = new ShardedSplits(folder, read(manifest));
                    if (fits(shards.manifest().data(), dataset)) {
                        fitting.add(shards);
                    }
                } catch (InvalidInputException e) {
                    unreadable.add(e);
                }
            }
        }
        if (fitting.size() > 1) {
            throw new InvalidInputException(
                    "%s has shards of different files for these settings, %s, but must have one: delete the others"
                            .formatted(
                                    root,
                                    fitting.stream()
                                            .map(ShardedSplits::folder)
                                            .map(folder -> folder.substring(folder.lastIndexOf('/') + 1))
                                            .toList()));
        }
        return fitting.stream().findFirst();
    }

    /** Writes the manifest, which makes the shards in {@code folder} valid. */
    public static void write(String folder, Manifest manifest) {
        Storage.write(
                Storage.child(folder, MANIFEST),
                RecordWriter.toTree(manifest).toPrettyString().getBytes(StandardCharsets.UTF_8));
    }

    private static boolean fits(Dataset made, Dataset wanted) {
        return made.identity().equals(wanted.identity()) && (made.verify() || !wanted.verify());
    }

    private static Manifest read(String file) {
        String text = new String(Storage.read(file), StandardCharsets.UTF_8);
        JsonNode tree;
        try {
            tree = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(file + " is no JSON but must be a manifest: run prepare again", e);
        }
        int version = tree.path("schema-version").asInt();
        Check.that(
                version == Manifest.SCHEMA_VERSION,
                "schema-version of " + file,
                version,
                "%d: run prepare again with this version of the program".formatted(Manifest.SCHEMA_VERSION));
        return RecordReader.read(text, file, Manifest.class, List.of());
    }
}
