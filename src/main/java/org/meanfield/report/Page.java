package org.meanfield.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.meanfield.report.chart.Markup;

/** Self-contained HTML page: style, script and images are embedded, and it loads nothing from the network. */
public final class Page {
    private static final String STYLE = resource("page.css");
    private static final String SCRIPT = resource("page.js");

    private final String title;
    private final StringBuilder body = new StringBuilder();
    private final List<Figure> figures = new ArrayList<>();

    /** Creates a page without links to others. */
    public Page(String title, String lead) {
        this(title, lead, Map.of());
    }

    /**
     * Creates a page.
     *
     * @param parents the pages above it, text by address
     */
    Page(String title, String lead, Map<String, String> parents) {
        this.title = title;
        if (!parents.isEmpty()) {
            body.append("<nav>%s</nav>\n"
                    .formatted(parents.entrySet().stream()
                            .map(parent -> Html.link(parent.getKey(), parent.getValue()))
                            .collect(Collectors.joining(" › "))));
        }
        body.append("<header><h1>%s</h1><p class=\"lead\">%s</p></header>\n"
                .formatted(Markup.escape(title), Markup.escape(lead)));
    }

    /** Returns its title. */
    public String title() {
        return title;
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

    /** Adds a paragraph that readers must see. */
    Page warning(String text) {
        body.append("<p class=\"warning\">%s</p>\n".formatted(Markup.escape(text)));
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
                %s<script>
                %s</script>
                </body>
                </html>
                """
                .formatted(Markup.escape(title), STYLE, body, SCRIPT);
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + name, e);
        }
    }
}
