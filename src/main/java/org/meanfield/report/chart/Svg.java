package org.meanfield.report.chart;

import java.util.Locale;

/** Canvas that draws inline SVG for a page, whose style sheet defines the colours. */
public final class Svg implements Canvas {
    private final StringBuilder svg = new StringBuilder();

    private Svg() {}

    /** Draws a chart; {@code title} is its accessible name. */
    public static String of(Chart chart, String title) {
        Svg canvas = new Svg();
        chart.draw(canvas);
        return String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%s</svg>\n",
                chart.width(),
                chart.height(),
                Markup.escape(title),
                canvas.svg);
    }

    @Override
    public void line(Stroke stroke, double... points) {
        svg.append("<polyline fill=\"none\" stroke=\"var(%s)\" stroke-width=\"%s\"%s points=\"%s\"/>"
                .formatted(
                        stroke.colour().variable(),
                        number(stroke.width()),
                        stroke.dashed() ? " stroke-dasharray=\"5 4\"" : "",
                        numbers(points)));
    }

    @Override
    public void area(ChartColour colour, double opacity, double... points) {
        svg.append("<polygon fill=\"var(%s)\" fill-opacity=\"%s\" points=\"%s\"/>"
                .formatted(colour.variable(), number(opacity), numbers(points)));
    }

    @Override
    public void dot(ChartColour colour, double x, double y, double radius, String tip) {
        svg.append("<circle fill=\"var(%s)\" cx=\"%s\" cy=\"%s\" r=\"%s\">%s</circle>"
                .formatted(colour.variable(), number(x), number(y), number(radius), title(tip)));
    }

    @Override
    public void box(ChartColour colour, double opacity, double x, double y, double width, double height, String tip) {
        svg.append("<rect fill=\"var(%s)\" fill-opacity=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\">%s</rect>"
                .formatted(
                        colour.variable(),
                        number(opacity),
                        number(x),
                        number(y),
                        number(width),
                        number(height),
                        title(tip)));
    }

    @Override
    public void text(ChartColour colour, Anchor anchor, double x, double y, String text) {
        svg.append("<text fill=\"var(%s)\" text-anchor=\"%s\" x=\"%s\" y=\"%s\">%s</text>"
                .formatted(
                        colour.variable(),
                        anchor.name().toLowerCase(Locale.ROOT),
                        number(x),
                        number(y),
                        Markup.escape(text)));
    }

    private static String title(String tip) {
        return tip.isEmpty() ? "" : "<title>" + Markup.escape(tip) + "</title>";
    }

    private static String numbers(double... values) {
        StringBuilder text = new StringBuilder();
        for (double value : values) {
            text.append(text.isEmpty() ? "" : " ").append(number(value));
        }
        return text.toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value).replaceAll("\\.?0+$", "");
    }
}
