package org.meanfield.storage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.meanfield.tables.Table;

/**
 * The tables under an output root: {@code tables/<table>/run_id=<run>/…parquet}. A run's rows are replaced as a whole,
 * so running a job again never duplicates a row.
 */
public final class Tables {
    private static final String PARQUET = ".parquet";
    private static final String RUN = "run_id=";
    private static final Pattern PART = Pattern.compile("part-(\\d{9})" + Pattern.quote(PARQUET));
    /** The file of a run's rows. */
    private static final String WHOLE = "rows";

    private static final int MOST_PARTS = 64;

    private static final int READERS = 16;

    private final String root;

    /** Creates the tables of an output root, which need not exist. */
    public Tables(String outputRoot) {
        this.root = Storage.child(Storage.expand(outputRoot), "tables");
    }

    /** Replaces the rows that {@code runId} has in the table of {@code type}. */
    public <T extends Record> void replace(String runId, Class<T> type, List<T> rows) {
        replacePart(runId, WHOLE, type, rows);
        String folder = folder(runId, type);
        // Files of a version with other names.
        files(folder)
                .filter(file -> !file.equals(WHOLE + PARQUET))
                .forEach(file -> Storage.delete(Storage.child(folder, file)));
    }

    /**
     * Replaces a part of the rows that {@code runId} has in the table of {@code type}, for a run that has too many for
     * one list. The part is written atomically.
     *
     * @param part the name of the part's file
     */
    public <T extends Record> void replacePart(String runId, String part, Class<T> type, List<T> rows) {
        TableFile.write(Storage.child(folder(runId, type), part + PARQUET), type, rows, ColumnTexts.of(type));
    }

    /**
     * Adds the rows of a run that are new, for rows that are added at the end only: the file {@code part-000000040} has those up to the
     * fortieth since the part before it. Parts beyond {@code all} are of rows that were lost, and are deleted. After {@value #MOST_PARTS} parts the next has all rows.
     */
    public <T extends Record> void append(String runId, Class<T> type, List<T> all) {
        String folder = folder(runId, type);
        List<String> parts = files(folder).toList();
        int covered = 0;
        for (String file : parts) {
            Matcher part = PART.matcher(file);
            int rows = part.matches() ? Integer.parseInt(part.group(1)) : Integer.MAX_VALUE;
            if (rows > all.size() || (rows < all.size() && parts.size() >= MOST_PARTS)) {
                Storage.delete(Storage.child(folder, file));
            } else if (rows < all.size()) {
                covered = Math.max(covered, rows);
            }
        }
        replacePart(runId, String.format(Locale.ROOT, "part-%09d", all.size()), type, all.subList(covered, all.size()));
    }

    /** Returns the rows of each of {@code runIds} that has any. Several are read in parallel: each file is small, and far away where the store is. */
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

    /**
     * Passes the rows of {@code runId} in the table of {@code type} to {@code reader} file by file: there can be too
     * many for one list.
     */
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

    /** Returns the folder of a run's rows. */
    public String folder(String runId, Class<? extends Record> type) {
        return Storage.child(root, name(type) + "/" + RUN + runId);
    }

    /** Returns the name of the table of {@code type}. */
    public static String name(Class<? extends Record> type) {
        return type.getAnnotation(Table.class).value();
    }
}
