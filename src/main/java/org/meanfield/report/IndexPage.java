package org.meanfield.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.meanfield.tables.RunRow;

/** Index page of all runs, sweeps and evaluations under an output root. */
public final class IndexPage {
    private IndexPage() {}

    /** Creates the page, with links to the pages of all sweeps, evaluations and standalone runs. */
    public static Page of(Results results) {
        Page page = new Page("Runs", "All runs in the tables under %s.".formatted(results.root()));
        List<String> sweeps = results.sweeps();
        if (!sweeps.isEmpty()) {
            page.heading("Sweeps");
            HtmlTable table = new HtmlTable("sweep", "cells#", "trials#", "finished#", "started");
            for (String sweep : sweeps) {
                List<RunData> trials = results.sweep(sweep);
                table.link(sweep + "/index.html", sweep)
                        .cell(Long.toString(trials.stream()
                                .map(trial -> trial.row().cell())
                                .distinct()
                                .count()))
                        .cell(Integer.toString(trials.size()))
                        .cell(Long.toString(trials.stream()
                                .filter(trial -> trial.row().status().equals("finished"))
                                .count()))
                        .cell(trials.stream()
                                .map(trial -> trial.row().started())
                                .min(Comparator.naturalOrder())
                                .orElseThrow()
                                .toString());
            }
            page.markup(table.html());
        }
        if (!results.evaluations().isEmpty()) {
            page.heading("Robustness evaluations");
            HtmlTable table = new HtmlTable("evaluation", "status", "started");
            results.evaluations().forEach((id, row) -> table.link(id + "/index.html", id)
                    .cell(row.status())
                    .cell(row.started().toString()));
            page.markup(table.html());
        }
        page.heading("Standalone runs");
        HtmlTable table = new HtmlTable("run", "status", "test accuracy#", "started");
        for (Map.Entry<String, RunRow> run : results.runs().entrySet()) {
            if (run.getValue().sweepId().isEmpty()) {
                table.link(run.getKey() + "/index.html", run.getKey())
                        .cell(run.getValue().status())
                        .cell(results.run(run.getKey())
                                .tested()
                                .map(row -> Numbers.percent(row.accuracy()))
                                .orElse("–"))
                        .cell(run.getValue().started().toString());
            }
        }
        page.markup(table.html());
        return page;
    }
}
