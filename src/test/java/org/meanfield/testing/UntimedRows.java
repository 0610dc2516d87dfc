package org.meanfield.testing;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Rows without what differs between two runs that are the same: when, and how fast. */
public final class UntimedRows {
    private static final Set<String> TIMES = Set.of(
            "broadcast_seconds",
            "compute_seconds",
            "local_steps_seconds",
            "reduce_seconds",
            "checkpoint_seconds",
            "images_per_second",
            "started",
            "resumes",
            "ended");

    private UntimedRows() {}

    /** Returns those of a folder, in their order. */
    public static List<Map<String, String>> in(Path folder) {
        List<Map<String, String>> rows = ParquetRows.in(folder);
        rows.forEach(row -> row.keySet().removeAll(TIMES));
        return rows;
    }

    /** Returns those of every run in a table under an output root, by the name of the run's folder; none without the table. */
    public static Map<String, List<Map<String, String>>> byRun(Path output, String table) {
        Map<String, List<Map<String, String>>> rows = new TreeMap<>();
        Path folder = output.resolve("tables").resolve(table);
        String[] runs = folder.toFile().list();
        if (runs != null) {
            Arrays.stream(runs).forEach(run -> rows.put(run, in(folder.resolve(run))));
        }
        return rows;
    }
}
