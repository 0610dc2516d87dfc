package org.meanfield.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.meanfield.report.chart.Markup;

/** Self-contained HTML page: style and images are embedded, and it loads nothing from the network. */
public final class Page {
    private static final String STYLE = style();

    private final String title;
    private final StringBuilder body = new StringBuilder();
    private final List<Figure> figures = new ArrayList<>();

    /** Creates a page. */
    public Page(String title, String lead) {
        this.title = title;
        body.append("<header><h1>%s</h1><p class=\"lead\">%s</p></header>\n"
                .formatted(Markup.escape(title), Markup.escape(lead)));
    }

    /** Starts a section. */
    Page heading(String text) {
        body.append("<h2>%s</h2>\n".formatted(Markup.escape(text)));
        return this;
    }

    /** Adds a paragraph. */
    Page text(String text) {
        body.append("<p>%s</p>\n".formatted(Markup.escape(text)));
        return this;
    }

    /** Adds preformatted text. */
    Page preformatted(String text) {
        body.append("<pre>%s</pre>\n".formatted(Markup.escape(text)));
        return this;
    }

    /** Adds HTML of {@link Html} or {@link HtmlTable}. */
    Page markup(String html) {
        body.append(html);
        return this;
    }

    /** Adds charts, in two columns on wide screens. */
    Page charts(List<Figure> charts) {
        figures.addAll(charts);
        body.append(Html.group("figures", charts.stream().map(Figure::html).toList()));
        return this;
    }

    /** Returns its charts, for PNG files next to the page. */
    public List<Figure> figures() {
        return List.copyOf(figures);
    }

    /** Returns the page as HTML. */
    public String html() {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%s</title>
                <style>
                %s</style>
                </head>
                <body>
                %s</body>
                </html>
                """
                .formatted(Markup.escape(title), STYLE, body);
    }

    private static String style() {
        try (InputStream in = Page.class.getResourceAsStream("page.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read page.css", e);
        }
    }
}
