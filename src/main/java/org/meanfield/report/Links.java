package org.meanfield.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.meanfield.report.chart.Markup;
import org.meanfield.tables.RunRow;

/** Links between pages, from {@code reports/<id>/index.html} to others. */
final class Links {
    private Links() {}

    /** Returns the address of the page of a run, sweep or evaluation. */
    static String page(String id) {
        return "../%s/index.html".formatted(id);
    }

    /** Returns the pages of {@code ids}, text by address. */
    static Map<String, String> pages(List<String> ids) {
        Map<String, String> links = new LinkedHashMap<>();
        ids.forEach(id -> links.put(page(id), id));
        return links;
    }

    /** Returns a link to the run of a single model or the sweep of a cell; its name alone if its training is not known here. */
    static String of(ComparedModel model, Map<String, RunRow> runs) {
        String first = model.models().get(0).run();
        if (!runs.containsKey(first)) {
            return Markup.escape(model.name());
        }
        return Html.link(
                page(model.models().size() == 1 ? first : runs.get(first).sweepId()), model.name());
    }

    /** Returns the pages above one: the index and, if it is of a sweep, that of the sweep. */
    static Map<String, String> above(String sweep) {
        Map<String, String> links = new LinkedHashMap<>();
        links.put("../index.html", "Index");
        if (!sweep.isEmpty()) {
            links.put(page(sweep), sweep);
        }
        return links;
    }
}
