package org.meanfield.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.meanfield.report.chart.Markup;

/**
 * HTML table, which a script of the page sorts and filters; on narrow screens each row becomes a block of lines that start with
 * the headings.
 */
final class HtmlTable {
    private final List<String> headings;
    private final List<String> rows = new ArrayList<>();
    private final StringBuilder row = new StringBuilder();
    private final boolean isFacts;
    private int column;

    /** Creates one; headings of numeric columns end with {@code #}, which is not shown. */
    HtmlTable(String... headings) {
        this(false, headings);
    }

    private HtmlTable(boolean isFacts, String... headings) {
        this.headings = List.of(headings);
        this.isFacts = isFacts;
    }

    /** Returns a table of names and values in a given order. */
    static HtmlTable facts() {
        return new HtmlTable(true, "what", "value");
    }

    /** Adds a cell to the current row. */
    HtmlTable cell(String text) {
        return markup(Markup.escape(text));
    }

    /** Adds a cell that is sorted by a number; one that is not finite is none. */
    HtmlTable cell(String text, double sort) {
        String attribute = Double.isFinite(sort) ? String.format(Locale.ROOT, " data-sort=\"%.9g\"", sort) : "";
        return add(Markup.escape(text), attribute);
    }

    /** Adds a cell of several links. */
    HtmlTable links(Map<String, String> textByAddress) {
        return markup(textByAddress.entrySet().stream()
                .map(link -> Html.link(link.getKey(), link.getValue()))
                .collect(Collectors.joining(", ")));
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
        return "<div class=\"scroll\"><table%s><thead><tr>%s</tr></thead><tbody>\n%s</tbody></table></div>\n"
                .formatted(isFacts ? " class=\"facts\"" : " class=\"data\"", head, String.join("", rows));
    }

    /** Adds a cell of HTML. */
    HtmlTable markup(String html) {
        return add(html, "");
    }

    private HtmlTable add(String html, String attribute) {
        String heading = headings.get(column);
        row.append("<td%s data-label=\"%s\"%s>%s</td>"
                .formatted(cssClass(heading), Markup.escape(name(heading)), attribute, html));
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
