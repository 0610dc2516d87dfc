package org.meanfield.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RunRow;

/** Index page of everything under an output root, the newest first. */
public final class IndexPage {
    /**
     * A line.
     *
     * @param address address of its page; empty if it has none
     * @param what what it is about, or differs in from others of its name
     * @param seconds how long it took
     */
    private record Line(
            String kind,
            String id,
            String address,
            String what,
            String status,
            String validation,
            String test,
            double seconds,
            Instant started) {}

    private final Results results;
    private final Map<String, String> pages;
    private final List<Line> lines = new ArrayList<>();

    private IndexPage(Results results, Map<String, String> pages) {
        this.results = results;
        this.pages = pages;
    }

    /**
     * Creates the page.
     *
     * @param pages by id the page or picture that is linked, as a path within {@code reports}
     */
    public static Page of(Results results, Map<String, String> pages) {
        IndexPage index = new IndexPage(results, pages);
        index.runs();
        index.sweeps();
        index.others("robustness", results.evaluations());
        index.others("study", results.studies());
        Page page = new Page(
                "Results",
                "All runs, sweeps, evaluations and studies under %s, the newest first; a sweep's trials are on its page."
                        .formatted(results.root()));
        page.markup(index.table());
        return page;
    }

    private String table() {
        HtmlTable table = new HtmlTable(
                "name", "kind", "what", "validation accuracy#", "test accuracy#", "status", "duration#", "started");
        lines.stream()
                .sorted(Comparator.comparing(Line::started).reversed().thenComparing(Line::id))
                .forEach(line -> {
                    if (line.address().isEmpty()) {
                        table.cell(line.id());
                    } else {
                        table.link(line.address(), line.id());
                    }
                    table.cell(line.kind())
                            .cell(line.what())
                            .cell(line.validation())
                            .cell(line.test())
                            .cell(line.status())
                            .cell(line.seconds() > 0 ? Numbers.seconds(line.seconds()) : "–", line.seconds())
                            .cell(Numbers.minute(line.started()));
                });
        return table.html();
    }

    private void runs() {
        Map<String, Map<String, JobValues>> byName = new TreeMap<>();
        results.runs().forEach((id, row) -> {
            if (row.sweepId().isEmpty()) {
                byName.computeIfAbsent(row.name(), name -> new TreeMap<>()).put(id, JobValues.of(row.job()));
            }
        });
        byName.forEach((name, jobs) -> JobValues.differences(jobs).forEach((id, what) -> {
            RunData run = results.run(id);
            lines.add(new Line(
                    "run",
                    id,
                    page(id),
                    what,
                    run.row().status(),
                    percent(run.validated()),
                    percent(run.tested()),
                    run.seconds(),
                    run.row().started()));
        }));
    }

    private static String percent(Optional<EvaluationRow> row) {
        return row.map(scored -> Numbers.percent(scored.accuracy())).orElse("–");
    }

    /** The accuracies are those of the first cell of its page. */
    private void sweeps() {
        for (String sweep : results.sweeps()) {
            List<RunData> trials = results.sweep(sweep);
            List<CellResult> cells = CellResult.of(trials);
            CellResult best = cells.get(0);
            List<String> keys =
                    CellName.varying(cells.stream().map(CellResult::name).toList());
            lines.add(new Line(
                    "sweep",
                    sweep,
                    page(sweep),
                    "%s over %s; best: %s"
                            .formatted(
                                    Numbers.counted(cells.size(), "cell"),
                                    keys.isEmpty() ? "seeds" : String.join(", ", keys),
                                    best.name().shortName(keys)),
                    Numbers.statuses(trials),
                    best.validation().map(Numbers::percent).orElse("–"),
                    best.accuracy().map(Numbers::percent).orElse("–"),
                    new SweepFacts(trials).seconds(),
                    new SweepFacts(trials).started()));
        }
    }

    private void others(String kind, Map<String, RunRow> rows) {
        Map<String, Map<String, JobValues>> byName = new HashMap<>();
        rows.forEach((id, row) -> byName.computeIfAbsent(row.name(), name -> new LinkedHashMap<>())
                .put(id, JobValues.of(row.job())));
        Map<String, String> what = new HashMap<>();
        byName.values().forEach(jobs -> what.putAll(JobValues.differences(jobs)));
        rows.forEach((id, row) -> lines.add(new Line(
                kind,
                id,
                page(id),
                what.get(id),
                row.status(),
                "–",
                "–",
                Duration.between(row.started(), row.ended()).toMillis() / 1000.0,
                row.started())));
    }

    private String page(String id) {
        return pages.getOrDefault(id, "");
    }
}
