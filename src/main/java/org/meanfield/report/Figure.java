package org.meanfield.report;

import org.meanfield.report.chart.Chart;
import org.meanfield.report.chart.Markup;
import org.meanfield.report.chart.Svg;

/**
 * A chart of a page.
 *
 * @param name file name of its PNG next to the page, without {@code .png}
 * @param title heading of the chart
 * @param note caption of the chart; may be empty
 */
public record Figure(String name, String title, String note, Chart chart) {
    String html() {
        String caption = note.isEmpty() ? "" : "<figcaption>%s</figcaption>".formatted(Markup.escape(note));
        return "<figure><h3>%s</h3>%s%s</figure>".formatted(Markup.escape(title), Svg.of(chart, title), caption);
    }
}
