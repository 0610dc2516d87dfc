package org.meanfield.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.meanfield.storage.Sha256;

/** A job of some seconds of each kind that writes, and what must be the same however it came to its end. */
public enum Work {
    TRAINING(List.of("run_id", "status", "test_accuracy", "state_sha256")) {
        @Override
        public List<String> command(String master, List<String> options, String output, Path shared) {
            return Submit.command(master, options, Submit.TINY_JOB, "--output", output);
        }
    },
    SWEEP(List.of("sweep_id", "trials", "finished", "failed", "best_cell", "test_accuracy")) {
        @Override
        public List<String> command(String master, List<String> options, String output, Path shared) {
            return Submit.sweep(master, options, SWEEP_JOB, "--output", output);
        }
    },
    HALVING(List.of("sweep_id", "trials", "finished", "stopped_early", "failed", "best_cell", "test_accuracy")) {
        @Override
        public List<String> command(String master, List<String> options, String output, Path shared) {
            return Submit.sweep(
                    master,
                    options,
                    SWEEP_JOB,
                    "--set=scheduler={type: successive-halving, reduction-factor: 2}",
                    "--output",
                    output);
        }
    },
    ROBUSTNESS(List.of("run_id", "corrupted_sets", "models")) {
        @Override
        public void setUp(Path shared) {
            Submit.json(Submit.command(
                    "local[2]", Submit.TINY_JOB, "--set", "data.test=1203", "--output", shared.resolve("models")));
        }

        @Override
        public List<String> command(String master, List<String> options, String output, Path shared) {
            String models = "models=[{type: all, output: %s}]".formatted(shared.resolve("models"));
            return Submit.robustness(
                    master, options, "src/test/resources/tiny-robustness.yaml", "--set", models, "--output", output);
        }

        @Override
        public Map<String, ?> rows(Path output) {
            Map<String, List<String>> rows = new TreeMap<>();
            for (Path run : children(output.resolve("tables/robustness"))) {
                rows.put(run.getFileName().toString(), texts(run));
            }
            return rows;
        }
    },
    PREPARATION(List.of("data_hash", "images")) {
        @Override
        public void setUp(Path shared) throws IOException {
            IdxFolder.write(shared.resolve("data"), 3000, 200);
        }

        @Override
        public List<String> command(String master, List<String> options, String output, Path shared) {
            return Submit.prepare(
                    master,
                    options,
                    IdxFolder.JOB,
                    "--set",
                    "data.path=" + shared.resolve("data"),
                    "--set",
                    "data.shards=" + output);
        }

        /** What is prepared has one name, its hash: preparing it again goes on. */
        @Override
        public List<String> resume() {
            return List.of();
        }

        @Override
        public Map<String, ?> rows(Path output) {
            Map<String, String> hashes = new TreeMap<>();
            for (Path folder : children(output)) {
                hashes.put(folder.getFileName().toString(), Sha256.of(String.join("", texts(folder))));
            }
            return hashes;
        }
    };

    private static final String SWEEP_JOB = "src/test/resources/tiny-sweep.yaml";

    private final List<String> keys;

    Work(List<String> keys) {
        this.keys = keys;
    }

    /** Makes what the job needs, once, under {@code shared}. */
    public void setUp(Path shared) throws IOException {}

    /**
     * Returns the command that does it at a master.
     *
     * @param options more of Spark's
     * @param output where it writes: the output root, or the folder for shards
     * @param shared where {@link #setUp} has put what the job needs
     */
    public abstract List<String> command(String master, List<String> options, String output, Path shared);

    /** Returns what makes the command go on after a fault. */
    public List<String> resume() {
        return List.of("--resume=auto");
    }

    /** Returns what its result is known by. */
    public List<String> keys() {
        return keys;
    }

    /** Returns what it has written, without times. */
    public Map<String, ?> rows(Path output) {
        Map<String, Object> rows = new TreeMap<>();
        for (String table : List.of("runs", "rounds", "evaluations", "predictions")) {
            rows.put(table, UntimedRows.byRun(output, table));
        }
        return rows;
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the rows of the files in a folder, as text that keeps every digit. */
    private static List<String> texts(Path folder) {
        return ParquetRows.groups(folder).stream().map(Group::toString).toList();
    }
}
