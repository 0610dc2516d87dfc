package org.meanfield.job.report;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.meanfield.config.YamlWriter;
import org.meanfield.report.IndexPage;
import org.meanfield.report.Results;
import org.meanfield.report.RunData;
import org.meanfield.report.SweepPage;
import org.meanfield.storage.Listing;
import org.meanfield.storage.Storage;
import org.meanfield.tables.RunRow;
import org.meanfield.tables.RunStatus;

/**
 * The pages of an output root as they are now, made when they are asked for and kept until the tables change. It writes nothing.
 *
 * <p>Not thread-safe.
 */
final class Site {
    /** For how long a page is kept without a look at the tables. */
    static final long KEPT_NANOS = 5_000_000_000L;

    private static final String INDEX = "index.html";

    /**
     * A file of the site.
     *
     * @param live whether it is about a run in progress
     */
    record Content(String type, byte[] bytes, boolean live) {}

    private final String root;
    private final LongSupplier nanos;
    private final Map<String, Optional<Content>> made = new HashMap<>();
    private Results results;
    private Pages pages;
    private List<String> stamp;
    private long looked;

    /**
     * Reads which runs there are.
     *
     * @param nanos the clock, in nanoseconds from any moment
     * @throws org.meanfield.config.InvalidInputException if there are none
     */
    Site(String root, LongSupplier nanos) {
        this.root = Storage.absolute(root);
        this.nanos = nanos;
        this.stamp = stamp();
        read();
    }

    private void read() {
        results = new Results(root);
        pages = new Pages(results);
        looked = nanos.getAsLong();
    }

    /**
     * Returns what is at a path such as {@code <id>/index.html}; empty if there is nothing.
     *
     * @param path below the site's root, without a slash at its start
     */
    Optional<Content> get(String path) {
        if (nanos.getAsLong() - looked > KEPT_NANOS) {
            List<String> now = stamp();
            looked = nanos.getAsLong();
            if (!now.equals(stamp)) {
                made.clear();
                read();
                stamp = now;
            }
        }
        return made.computeIfAbsent(path.isEmpty() || path.endsWith("/") ? path + INDEX : path, this::make);
    }

    /** The times of all folders of runs: each changes with the files in it. */
    private List<String> stamp() {
        String tables = Storage.child(root, "tables");
        return Listing.folders(tables).stream()
                .flatMap(table ->
                        Listing.stamps(Storage.child(tables, table)).stream().map(run -> table + " " + run))
                .toList();
    }

    private Optional<Content> make(String path) {
        if (path.equals(INDEX)) {
            return Optional.of(html(IndexPage.of(results, addresses()).html(), anyRunning(results.runs())));
        }
        String[] parts = path.split("/", -1);
        if (parts.length == 2 && parts[1].equals(INDEX)) {
            return page(parts[0]);
        }
        String job = parts[parts.length - 1];
        if (parts.length == 2 && job.equals("job.yaml")) {
            return yaml(parts[0]);
        }
        return parts.length == 3 && parts[1].equals("jobs") && job.endsWith(".yaml")
                ? yaml(job.substring(0, job.length() - ".yaml".length()))
                : Optional.empty();
    }

    private Optional<Content> page(String id) {
        if (results.runs().containsKey(id)) {
            RunData run = results.run(id);
            return Optional.of(html(pages.run(run).html(), isRunning(run.row())));
        } else if (results.sweeps().contains(id)) {
            List<RunData> trials = results.sweep(id);
            boolean live = trials.stream().anyMatch(trial -> isRunning(trial.row()));
            return Optional.of(html(SweepPage.of(id, trials).html(), live));
        } else if (results.evaluations().containsKey(id)) {
            RunData evaluation = results.evaluation(id);
            return Optional.of(html(pages.robustness(evaluation).html(), isRunning(evaluation.row())));
        }
        return Optional.empty();
    }

    private Optional<Content> yaml(String id) {
        return Optional.ofNullable(
                        results.runs().getOrDefault(id, results.evaluations().get(id)))
                .map(row -> new Content("text/plain; charset=utf-8", utf8(YamlWriter.ofJson(row.job())), false));
    }

    /** Each is made when it is asked for. */
    private Map<String, String> addresses() {
        Map<String, String> addresses = new TreeMap<>();
        results.runs().keySet().forEach(id -> addresses.put(id, id + "/" + INDEX));
        results.sweeps().forEach(id -> addresses.put(id, id + "/" + INDEX));
        results.evaluations().keySet().forEach(id -> addresses.put(id, id + "/" + INDEX));
        return addresses;
    }

    private static Content html(String text, boolean live) {
        return new Content("text/html; charset=utf-8", utf8(text), live);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean anyRunning(Map<String, RunRow> runs) {
        return runs.values().stream().anyMatch(Site::isRunning);
    }

    private static boolean isRunning(RunRow row) {
        return row.status().equals(RunStatus.RUNNING.label());
    }
}
