package org.meanfield.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.meanfield.evaluate.Comparison;
import org.meanfield.evaluate.PairedTest;

/** Table of pairwise comparisons, the smallest corrected p-value first, then the smallest p-value. */
final class ComparisonTable {
    /** More can be computed from the tables. */
    private static final int MOST_ROWS = 60;

    private static final Comparator<Row> BY_P = Comparator.comparingDouble(
                    (Row row) -> row.comparison().adjusted()) // NaN last
            .thenComparingDouble(row -> row.comparison().test().p());

    private record Row(String condition, Comparison comparison) {}

    private final List<Row> rows = new ArrayList<>();

    /** Adds a comparison; {@code condition} names the condition, and is empty for all of them or for none. */
    void add(String condition, Comparison comparison) {
        rows.add(new Row(condition, comparison));
    }

    /** Returns the number of comparisons. */
    int size() {
        return rows.size();
    }

    /** Adds the table to a page, with a description of its tests. */
    void addTo(Page page) {
        if (size() > MOST_ROWS) {
            page.text(String.format(Locale.ROOT, "The clearest %d of %d comparisons are listed.", MOST_ROWS, size()));
        }
        boolean one = rows.stream().allMatch(row -> row.condition().isEmpty());
        String[] headings = {"result", "test", "difference in points#", "p#", "p, corrected#"};
        HtmlTable table = new HtmlTable(
                one
                        ? headings
                        : Stream.concat(Stream.of("condition"), Arrays.stream(headings))
                                .toArray(String[]::new));
        rows.stream()
                .sorted(BY_P)
                .limit(MOST_ROWS)
                .forEach(row -> addTo(one ? table : table.cell(row.condition()), row.comparison()));
        page.markup(table.html());
    }

    private static void addTo(HtmlTable table, Comparison comparison) {
        PairedTest test = comparison.test();
        table.cell(comparison.sentence())
                .cell(test.method())
                .cell(String.format(
                        Locale.ROOT,
                        "%+.2f (%+.2f to %+.2f)",
                        100 * test.difference(),
                        100 * test.low(),
                        100 * test.high()))
                .cell(Numbers.probability(test.p()))
                .cell(Numbers.probability(comparison.adjusted()));
    }
}
