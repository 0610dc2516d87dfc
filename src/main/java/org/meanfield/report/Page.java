package org.meanfield.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.meanfield.report.chart.Markup;

/** A page that needs nothing but itself: style and pictures are in it, and it asks no network for anything. */
public final class Page {
    private static final String STYLE = style();

    private final String title;
    private final StringBuilder body = new StringBuilder();
    private final List<Figure> figures = new ArrayList<>();

    /** Creates one. */
    public Page(String title, String lead) {
        this.title = title;
        body.append("<header><h1>%s</h1><p class=\"lead\">%s</p></header>\n"
                .formatted(Markup.escape(title), Markup.escape(lead)));
    }

    /** Begins a section. */
    Page heading(String text) {
        body.append("<h2>%s</h2>\n".formatted(Markup.escape(text)));
        return this;
    }

    /** Adds a paragraph. */
    Page text(String text) {
        body.append("<p>%s</p>\n".formatted(Markup.escape(text)));
        return this;
    }

    /** Adds text as it is, line by line. */
    Page preformatted(String text) {
        body.append("<pre>%s</pre>\n".formatted(Markup.escape(text)));
        return this;
    }

    /** Adds what {@link Html} or {@link HtmlTable} has made. */
    Page markup(String html) {
        body.append(html);
        return this;
    }

    /** Adds charts, two beside each other where there is room. */
    Page charts(List<Figure> charts) {
        figures.addAll(charts);
        body.append(Html.group("figures", charts.stream().map(Figure::html).toList()));
        return this;
    }

    /** Returns its charts, for pictures beside it. */
    public List<Figure> figures() {
        return List.copyOf(figures);
    }

    /** Returns the page. */
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
