package org.meanfield.report;

import org.meanfield.report.chart.Chart;
import org.meanfield.report.chart.Markup;
import org.meanfield.report.chart.NoData;
import org.meanfield.report.chart.Svg;

/**
 * A chart of a page.
 *
 * @param name file name of its PNG next to the page, without {@code .png}
 * @param title heading of the chart
 * @param note caption of the chart; may be empty
 */
public record Figure(String name, String title, String note, Chart chart) {
    /** A wider chart has both columns. */
    private static final int WIDE = 620;

    /** Returns one of whose values there may be none, which then says why instead. */
    static Figure orWhy(boolean hasValues, String why, Figure figure) {
        return hasValues ? figure : new Figure(figure.name, figure.title, "", new NoData(why));
    }

    String html() {
        String caption = note.isEmpty() ? "" : "<figcaption>%s</figcaption>".formatted(Markup.escape(note));
        return "<figure%s><h3>%s</h3><div class=\"chart\">%s</div>%s</figure>"
                .formatted(
                        chart.width() > WIDE ? " class=\"wide\"" : "",
                        Markup.escape(title),
                        Svg.of(chart, title),
                        caption);
    }
}
