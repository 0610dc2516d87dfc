package org.meanfield.report;

/**
 * A chart of a page.
 *
 * @param name of its picture beside the page, without {@code .png}
 * @param title above it
 * @param note below it: what the reader cannot see from it; may be empty
 */
public record Figure(String name, String title, String note, Chart chart) {
    String html() {
        String caption = note.isEmpty() ? "" : "<figcaption>%s</figcaption>".formatted(Html.escape(note));
        return "<figure><h3>%s</h3>%s%s</figure>".formatted(Html.escape(title), Svg.of(chart, title), caption);
    }
}
