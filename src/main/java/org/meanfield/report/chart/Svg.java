package org.meanfield.report.chart;

import java.util.Locale;

/** Canvas that draws inline SVG for a page, whose style sheet defines the colours. */
public final class Svg implements Canvas {
    /** The smallest scale of a wide chart, at which text of 12 pixels has 9. */
    private static final double SMALLEST = 0.75;

    private final StringBuilder svg = new StringBuilder();

    private Svg() {}

    /** Draws a chart; {@code title} is its accessible name. */
    public static String of(Chart chart, String title) {
        Svg canvas = new Svg();
        chart.draw(canvas);
        return String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\"%s role=\"img\" aria-label=\"%s\">%s</svg>\n",
                chart.width(),
                chart.height(),
                chart.width() > Chart.WIDTH ? wide(chart.width()) : "",
                Markup.escape(title),
                canvas.svg);
    }

    /** A wide chart scrolls where it would become too small to read. */
    private static String wide(int width) {
        return String.format(
                Locale.ROOT, " style=\"min-width: %.0fpx; max-width: %dpx\"", SMALLEST * width, Math.max(760, width));
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
    public void text(ChartColour colour, Anchor anchor, double x, double y, double degrees, String text, String tip) {
        svg.append("<text fill=\"var(%s)\" text-anchor=\"%s\" x=\"%s\" y=\"%s\"%s>%s%s</text>"
                .formatted(
                        colour.variable(),
                        anchor.name().toLowerCase(Locale.ROOT),
                        number(x),
                        number(y),
                        degrees == 0
                                ? ""
                                : " transform=\"rotate(%s %s %s)\"".formatted(number(degrees), number(x), number(y)),
                        Markup.escape(text),
                        title(tip)));
    }

    @Override
    public void curve(Stroke stroke, String name, double... points) {
        line(stroke, points);
        svg.insert(svg.length() - 2, " data-name=\"%s\"".formatted(Markup.escape(name)));
    }

    @Override
    public void plot(Frame frame) {
        svg.append("<g class=\"plot\" data-x=\"%s\" data-y=\"%s\" data-from-x=\"%s\" data-from-y=\"%s\"/>"
                .formatted(
                        Markup.escape(frame.x().label()),
                        Markup.escape(frame.y().label()),
                        reading(frame.x(), frame.left(), frame.right()),
                        reading(frame.y(), frame.bottom(), frame.top())));
    }

    /** A pixel, its value, and the value of a pixel more. */
    private static String reading(Axis axis, double from, double to) {
        return "%s %s %s".formatted(from, axis.low(), (axis.high() - axis.low()) / (to - from));
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
