package org.meanfield.report;

import java.util.ArrayList;
import java.util.List;
import org.meanfield.report.chart.Markup;

/** HTML table; on narrow screens each row becomes a block of lines that start with the headings. */
final class HtmlTable {
    private final List<String> headings;
    private final List<String> rows = new ArrayList<>();
    private final StringBuilder row = new StringBuilder();
    private int column;

    /** Creates one; headings of numeric columns end with {@code #}, which is not shown. */
    HtmlTable(String... headings) {
        this.headings = List.of(headings);
    }

    /** Adds a cell to the current row. */
    HtmlTable cell(String text) {
        return markup(Markup.escape(text));
    }

    /** Adds a cell with a link. */
    HtmlTable link(String address, String text) {
        return markup(Html.link(address, text));
    }

    /** Returns the table as HTML. */
    String html() {
        StringBuilder head = new StringBuilder();
        headings.forEach(
                heading -> head.append("<th%s>%s</th>".formatted(cssClass(heading), Markup.escape(name(heading)))));
        return "<div class=\"scroll\"><table><thead><tr>%s</tr></thead><tbody>\n%s</tbody></table></div>\n"
                .formatted(head, String.join("", rows));
    }

    private HtmlTable markup(String html) {
        String heading = headings.get(column);
        row.append("<td%s data-label=\"%s\">%s</td>".formatted(cssClass(heading), Markup.escape(name(heading)), html));
        column++;
        if (column == headings.size()) {
            rows.add("<tr>%s</tr>\n".formatted(row));
            row.setLength(0);
            column = 0;
        }
        return this;
    }

    private static String cssClass(String heading) {
        return heading.endsWith("#") ? " class=\"number\"" : "";
    }

    private static String name(String heading) {
        return heading.endsWith("#") ? heading.substring(0, heading.length() - 1) : heading;
    }
}
