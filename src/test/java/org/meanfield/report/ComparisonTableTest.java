package org.meanfield.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.meanfield.evaluate.Comparison;
import org.meanfield.evaluate.PairedTest;

final class ComparisonTableTest {
    /** Seventy comparisons, of which Holm's correction makes all but the first p = 1. */
    @Test
    void ofEqualCorrectedPValuesTheSmallestRawOnesAreListed() {
        double[] p = DoubleStream.concat(
                        IntStream.range(0, 67).mapToDouble(i -> 0.3 + 0.01 * i), DoubleStream.of(0.002, 0.97, 0.088))
                .toArray();
        List<Comparison.Pair> pairs = IntStream.range(0, p.length)
                .mapToObj(
                        i -> new Comparison.Pair("a" + i, "b" + i, new PairedTest(0.01, -0.01, 0.03, p[i], "paired t")))
                .toList();
        ComparisonTable table = new ComparisonTable();
        Comparison.of(pairs).forEach(comparison -> table.add("", comparison));
        Page page = new Page("page", "");
        table.addTo(page);

        String html = page.html();
        List<Double> expected = DoubleStream.of(p).sorted().limit(60).boxed().toList();
        int at = -1;
        for (double each : expected) {
            int next = html.indexOf(">" + Numbers.probability(each) + "<", at + 1);
            assertThat(next).as(String.format(Locale.ROOT, "p = %s", each)).isGreaterThan(at);
            at = next;
        }
        assertThat(html)
                .contains("The clearest 60 of 70 comparisons are listed.")
                .doesNotContain("a68 ");
    }
}
