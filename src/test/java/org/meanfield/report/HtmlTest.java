package org.meanfield.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.meanfield.report.chart.StripChart;

final class HtmlTest {
    private static final String HOSTILE = "<script>\"a\" & 'b'</script>";
    private static final String SHOWN = "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt;";

    @Test
    void whatPeopleWroteIsShownAndNotObeyed() {
        StripChart chart = new StripChart(
                HOSTILE, List.of(new StripChart.Group(HOSTILE, new double[] {1, 2}, 1.5, Double.NaN, Double.NaN)));
        String html = new Page(HOSTILE, HOSTILE)
                .heading(HOSTILE)
                .text(HOSTILE)
                .preformatted(HOSTILE)
                .markup(new HtmlTable(HOSTILE, HOSTILE)
                        .cell(HOSTILE)
                        .link(HOSTILE, HOSTILE)
                        .html())
                .markup(Html.tile(HOSTILE, HOSTILE))
                .markup(Html.picture(new byte[] {1}, HOSTILE))
                .charts(List.of(new Figure("a", HOSTILE, HOSTILE, chart)))
                .html();

        int script = html.lastIndexOf("<script>");
        assertThat(html.substring(0, script)).contains(SHOWN).doesNotContain("<script", "\"a\"", "'b'");
        assertThat(html.substring(script))
                .as("the page's own script")
                .doesNotContain("innerHTML", "eval(", "\"a\"", "'b'");
    }

    @Test
    void aPageAsksNoNetworkForAnything() {
        String html = new Page("a", "b").html();

        assertThat(html).startsWith("<!doctype html>").contains("prefers-color-scheme: dark", "width=device-width");
        assertThat(html).doesNotContain("http:", "https:", "url(", "<link", "@import", " src=", "fetch(", "import ");
        assertThat(html).containsOnlyOnce("<script");
    }

    @Test
    void aRowKnowsItsHeadings() {
        assertThat(new HtmlTable("name", "n#").cell("a").cell("1").html())
                .contains("<th>name</th><th class=\"number\">n</th>")
                .contains("<tr><td data-label=\"name\">a</td><td class=\"number\" data-label=\"n\">1</td></tr>");
    }
}
