package org.meanfield.storage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.meanfield.tables.Table;

/**
 * The tables under an output root: {@code tables/<table>/run_id=<run>/…parquet}. A run's rows are replaced as a whole, so
 * that running a job twice never doubles a row.
 */
public final class Tables {
    private static final String PARQUET = ".parquet";
    private static final String RUN = "run_id=";
    /** The file of all rows of a run. */
    private static final String WHOLE = "rows";

    private static final int READERS = 16;

    private final String root;

    /** Creates the tables of an output root, which need not exist yet. */
    public Tables(String outputRoot) {
        this.root = Storage.child(Storage.expand(outputRoot), "tables");
    }

    /** Replaces the rows that {@code runId} has in the table of {@code type}. */
    public <T extends Record> void replace(String runId, Class<T> type, List<T> rows) {
        replacePart(runId, WHOLE, type, rows);
        String folder = folder(runId, type);
        // Of a version that named them otherwise.
        files(folder)
                .filter(file -> !file.equals(WHOLE + PARQUET))
                .forEach(file -> Storage.delete(Storage.child(folder, file)));
    }

    /**
     * Replaces a part of the rows that {@code runId} has in the table of {@code type}, for a run that has too many for one
     * list. It is there as a whole or not at all.
     *
     * @param part the name of the part's file
     */
    public <T extends Record> void replacePart(String runId, String part, Class<T> type, List<T> rows) {
        TableFile.write(
                Storage.child(folder(runId, type), part + PARQUET),
                type,
                rows,
                Map.of(SparkSchema.KEY, SparkSchema.of(type)));
    }

    /**
     * Returns the rows that each of {@code runIds} has in the table of {@code type}; those that have none are left out. The files
     * of several runs are read side by side: each is small, and far away where the store is.
     */
    public <T extends Record> Map<String, List<T>> read(Class<T> type, List<String> runIds) {
        Map<String, List<T>> rows = new HashMap<>();
        ExecutorService readers = Executors.newFixedThreadPool(Math.max(1, Math.min(READERS, runIds.size())));
        try {
            Map<String, CompletableFuture<List<T>>> pending = new HashMap<>();
            for (String runId : runIds) {
                pending.computeIfAbsent(runId, run -> CompletableFuture.supplyAsync(() -> read(type, run), readers));
            }
            pending.forEach((runId, own) -> {
                if (!own.join().isEmpty()) {
                    rows.put(runId, own.join());
                }
            });
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } finally {
            readers.shutdownNow();
        }
        return rows;
    }

    private <T extends Record> List<T> read(Class<T> type, String runId) {
        List<T> rows = new ArrayList<>();
        forEachFile(runId, type, rows::addAll);
        return rows;
    }

    /** Gives the rows that {@code runId} has in the table of {@code type} file by file: there can be too many for one list. */
    public <T extends Record> void forEachFile(String runId, Class<T> type, Consumer<List<T>> reader) {
        String folder = folder(runId, type);
        files(folder).forEach(file -> reader.accept(TableFile.read(Storage.child(folder, file), type)));
    }

    private static Stream<String> files(String folder) {
        return Storage.list(folder).stream().filter(file -> file.endsWith(PARQUET));
    }

    /** Deletes the rows that {@code runId} has in the table of {@code type}. */
    public void delete(String runId, Class<? extends Record> type) {
        Storage.delete(folder(runId, type));
    }

    /** Returns the ids of the runs that have rows in the table of {@code type}, sorted. */
    public List<String> runs(Class<? extends Record> type) {
        return Storage.list(Storage.child(root, name(type))).stream()
                .filter(folder -> folder.startsWith(RUN))
                .map(folder -> folder.substring(RUN.length()))
                .toList();
    }

    /** Returns where the rows of a run are. */
    public String folder(String runId, Class<? extends Record> type) {
        return Storage.child(root, name(type) + "/" + RUN + runId);
    }

    /** Returns the name of the table of {@code type}. */
    public static String name(Class<? extends Record> type) {
        return type.getAnnotation(Table.class).value();
    }
}
