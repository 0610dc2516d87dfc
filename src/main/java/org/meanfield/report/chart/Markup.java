package org.meanfield.report.chart;

/** Text in HTML and SVG. */
public final class Markup {
    private Markup() {}

    /** Returns {@code text} so that a browser shows it as it is, in an element and in an attribute in quotes. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
