package org.meanfield.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.meanfield.evaluate.Comparison;
import org.meanfield.evaluate.PairedTest;

/** Table of pairwise comparisons, corrected for all of them (Holm), the smallest p-value first. */
final class ComparisonTable {
    /** More can be computed from the tables. */
    private static final int MOST_ROWS = 60;

    private final List<String> conditions = new ArrayList<>();
    private final List<Comparison.Pair> pairs = new ArrayList<>();

    /** Adds a pair; {@code condition} names the condition, and may be empty for all pairs. */
    void add(String condition, Comparison.Pair pair) {
        conditions.add(condition);
        pairs.add(pair);
    }

    /** Returns the number of pairs. */
    int size() {
        return pairs.size();
    }

    /** Adds the table to a page, with a description of its tests. */
    void addTo(Page page) {
        page.text(
                "Paired tests on the same test images: over seeds (paired t test) where both have several in common, image by "
                        + String.format(
                                Locale.ROOT,
                                "image (exact McNemar test) where they have one. p is corrected for all %d comparisons (Holm); below 0.05 a difference is significant.",
                                size()));
        if (size() > MOST_ROWS) {
            page.text(String.format(Locale.ROOT, "The %d with the smallest p are listed.", MOST_ROWS));
        }
        boolean one = conditions.stream().allMatch(String::isEmpty);
        String[] headings = {"result", "test", "difference in points#", "p#", "p, corrected#"};
        HtmlTable table = one ? new HtmlTable(headings) : new HtmlTable(prepend("condition", headings));
        List<Comparison> comparisons = Comparison.of(pairs);
        IntStream.range(0, size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> comparisons.get(i).adjusted()))
                .limit(MOST_ROWS)
                .forEach(i -> row(one ? table : table.cell(conditions.get(i)), comparisons.get(i)));
        page.markup(table.html());
    }

    private static String[] prepend(String first, String[] others) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(others));
        return all.toArray(String[]::new);
    }

    private static void row(HtmlTable table, Comparison comparison) {
        PairedTest test = comparison.test();
        table.cell(comparison.sentence())
                .cell(test.seeds() > 1 ? String.format(Locale.ROOT, "paired, %d seeds", test.seeds()) : "McNemar")
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
