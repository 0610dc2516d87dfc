package org.meanfield.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.RecordReader;
import org.meanfield.config.RecordWriter;
import org.meanfield.storage.Storage;

/** The folder of the shards of data sets, which has a folder for each, named by the hash of its data. */
public final class ShardFolder {
    /** The file that makes shards valid. */
    public static final String MANIFEST = "manifest.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private ShardFolder() {}

    /** Returns the folder given in the job file or else the default in {@code path}. */
    static String of(String shards, String path) {
        return Storage.absolute(shards.isEmpty() ? Storage.child(path, "shards") : shards);
    }

    /** Returns the folder given in the job file, which is required: there is no default. */
    static String given(String shards) {
        Check.that(!shards.isEmpty(), "data.shards", "empty", "a folder");
        return Storage.absolute(shards);
    }

    /**
     * Returns the shards that were made with the settings of {@code dataset}, independent of its location.
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
     * Returns the shards for a caller that can create them: empty also if there are no complete ones, or several, of different
     * files.
     */
    public static Optional<ShardedSplits> findWhole(Dataset dataset) {
        if (dataset instanceof SyntheticDigits && dataset.shards().isEmpty()) {
            return Optional.empty();
        }
        List<ShardedSplits> there = ofSettings(dataset, new ArrayList<>());
        return there.stream()
                .filter(shards -> there.size() == 1 && isTrusted(shards, dataset) && isWhole(shards))
                .findFirst();
    }

    private static boolean isWhole(ShardedSplits shards) {
        try {
            shards.verifyReadable();
            return true;
        } catch (InvalidInputException e) {
            return false;
        }
    }

    private static Optional<ShardedSplits> find(Dataset dataset, List<InvalidInputException> unreadable) {
        if (dataset instanceof SyntheticDigits && dataset.shards().isEmpty()) {
            return Optional.empty();
        }
        List<ShardedSplits> fitting = ofSettings(dataset, unreadable).stream()
                .filter(shards -> isTrusted(shards, dataset))
                .toList();
        if (fitting.size() > 1) {
            throw new InvalidInputException(
                    "%s has shards of different files for these settings, %s, but must have one: delete the others"
                            .formatted(
                                    dataset.shardFolder(),
                                    fitting.stream()
                                            .map(ShardedSplits::folder)
                                            .map(folder -> folder.substring(folder.lastIndexOf('/') + 1))
                                            .toList()));
        }
        return fitting.stream().findFirst();
    }

    private static List<ShardedSplits> ofSettings(Dataset dataset, List<InvalidInputException> unreadable) {
        String root = dataset.shardFolder();
        List<ShardedSplits> found = new ArrayList<>();
        for (String name : Storage.list(root)) {
            String folder = Storage.child(root, name);
            String manifest = Storage.child(folder, MANIFEST);
            if (Storage.isFile(manifest)) {
                try {
                    ShardedSplits shards = new ShardedSplits(folder, read(manifest));
                    if (shards.manifest().data().identity().equals(dataset.identity())) {
                        found.add(shards);
                    }
                } catch (InvalidInputException e) {
                    unreadable.add(e);
                }
            }
        }
        return found;
    }

    /** Returns the folder that shards of a data set with this hash belong in. */
    public static String folder(Dataset dataset, String hash) {
        return Storage.child(dataset.shardFolder(), hash);
    }

    /** Returns the shards in a folder, if they are complete. */
    public static Optional<ShardedSplits> whole(String folder) {
        String manifest = Storage.child(folder, MANIFEST);
        try {
            return Storage.isFile(manifest)
                    ? Optional.of(new ShardedSplits(folder, read(manifest))).filter(ShardFolder::isWhole)
                    : Optional.empty();
        } catch (InvalidInputException e) { // another version, or not a manifest
            return Optional.empty();
        }
    }

    /**
     * Makes the shards in their {@link #folder} valid; those of other files with the same settings are deleted.
     *
     * @throws InvalidInputException if the files that {@code manifest} names are not there
     */
    public static ShardedSplits publish(Manifest manifest) {
        String folder = folder(manifest.data(), manifest.hash());
        ShardedSplits shards = new ShardedSplits(folder, manifest);
        shards.verifyReadable(); // fails if executors wrote to local folders
        write(folder, manifest);
        for (ShardedSplits outdated : ofSettings(manifest.data(), new ArrayList<>())) {
            if (!outdated.folder().equals(folder)) {
                Storage.delete(outdated.folder());
            }
        }
        return shards;
    }

    /** Records that the source files of the shards have been checked again. */
    public static ShardedSplits restamp(ShardedSplits shards, Dataset dataset, String stamp) {
        Manifest manifest = shards.manifest().restamped(dataset, stamp);
        write(shards.folder(), manifest);
        return new ShardedSplits(shards.folder(), manifest);
    }

    /** Writes the manifest, which makes the shards in {@code folder} valid. */
    private static void write(String folder, Manifest manifest) {
        Storage.write(
                Storage.child(folder, MANIFEST),
                RecordWriter.toTree(manifest).toPrettyString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns the shards in the folder of one data set, such as {@code …/shards/<hash>}.
     *
     * @throws InvalidInputException if its manifest cannot be read or is of another version, or a file is missing
     */
    public static ShardedSplits open(String folder) {
        ShardedSplits shards = new ShardedSplits(folder, read(Storage.child(folder, MANIFEST)));
        shards.verifyReadable();
        return shards;
    }

    private static boolean isTrusted(ShardedSplits made, Dataset wanted) {
        return made.manifest().data().verify() || !wanted.verify();
    }

    private static Manifest read(String file) {
        String text = new String(Storage.read(file), StandardCharsets.UTF_8);
        JsonNode tree;
        try {
            tree = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(file + " is not JSON but must be a manifest: run prepare again", e);
        }
        int version = tree.path("schema-version").asInt();
        Check.that(
                version == Manifest.SCHEMA_VERSION,
                "schema-version of " + file,
                version,
                "%d: run prepare again with this version of the program".formatted(Manifest.SCHEMA_VERSION));
        if (tree.path("findings") instanceof ObjectNode findings) {
            Findings.renameEarlier(findings);
        }
        return RecordReader.read(tree.toPrettyString(), file, Manifest.class, List.of());
    }
}
