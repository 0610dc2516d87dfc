package org.meanfield.report.chart;

/** Escaping of text in HTML and SVG. */
public final class Markup {
    private Markup() {}

    /** Escapes {@code text} for element content and quoted attributes. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
