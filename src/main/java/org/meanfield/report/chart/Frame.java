package org.meanfield.report.chart;

import java.util.List;

/**
 * Frame of a chart: two axes and the legend above.
 *
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param left where the horizontal axis begins, in pixels
 * @param top where the vertical axis ends
 * @param right where the horizontal axis ends
 * @param bottom where the vertical axis begins
 */
public record Frame(Axis x, Axis y, double left, double top, double right, double bottom) {
    static final double TEXT = 12;
    private static final double CHARACTER = 7;
    private static final double LINE = 18;
    private static final double LEFT = 56;
    private static final int MOST_IN_LEGEND = 56;

    /** Returns the frame of a chart of that size with that legend. */
    static Frame of(Axis x, Axis y, int width, int height, List<String> legend) {
        double ticks = y.ticks().stream()
                .mapToDouble(tick -> textWidth(y.text(tick)))
                .max()
                .orElse(0);
        return new Frame(
                x, y, Math.max(LEFT, ticks + 12), 28 + LINE * legendLines(legend, width), width - 14.0, height - 42.0);
    }

    /** Returns the number of lines of a legend; 0 for a single series. */
    static int legendLines(List<String> legend, int width) {
        if (legend.size() < 2) {
            return 0;
        }
        int lines = 1;
        double at = LEFT;
        for (String name : legend) {
            double needed = textWidth(shortened(name, MOST_IN_LEGEND)) + 34;
            if (at + needed > width && at > LEFT) {
                lines++;
                at = LEFT;
            }
            at += needed;
        }
        return lines;
    }

    /** The approximate width of a text of 12 pixels in a sans-serif font. */
    static double textWidth(String text) {
        return CHARACTER * text.length();
    }

    /** Returns a text of at most {@code most} letters: names of cells begin alike and often differ at their ends, so that the middle is left out. */
    static String shortened(String text, int most) {
        int end = (most - 1) / 2;
        return text.length() <= most
                ? text
                : text.substring(0, most - 1 - end).strip() + "…"
                        + text.substring(text.length() - end).strip();
    }

    /** Returns the tooltip of a text that is shown as {@code shown}: the whole of it if it is shortened. */
    static String tip(String text, String shown) {
        return text.equals(shown) ? "" : text;
    }

    double atX(double value) {
        return x.at(value, left, right);
    }

    double atY(double value) {
        return y.at(value, bottom, top);
    }

    void draw(Canvas canvas) {
        canvas.plot(this);
        for (double tick : y.ticks()) {
            canvas.line(new Canvas.Stroke(ChartColour.RULE, 1), left, atY(tick), right, atY(tick));
            canvas.text(ChartColour.MUTED, Canvas.Anchor.END, left - 8, atY(tick) + 4, y.text(tick));
        }
        for (double tick : x.ticks()) {
            canvas.line(new Canvas.Stroke(ChartColour.MUTED, 1), atX(tick), bottom, atX(tick), bottom + 4);
            double rightmost = right + 12 - textWidth(x.text(tick)) / 2;
            canvas.text(
                    ChartColour.MUTED, Canvas.Anchor.MIDDLE, Math.min(atX(tick), rightmost), bottom + 18, x.text(tick));
        }
        canvas.line(new Canvas.Stroke(ChartColour.MUTED, 1), left, bottom, right, bottom);
        canvas.text(ChartColour.MUTED, Canvas.Anchor.END, right, bottom + 36, x.label());
        canvas.text(ChartColour.MUTED, Canvas.Anchor.START, 4, top - 12, y.label());
    }

    /** Draws the legend: a sample of each line and its name. */
    void legend(Canvas canvas, List<String> names, List<Canvas.Stroke> strokes, int width) {
        if (names.size() < 2) {
            return;
        }
        double at = LEFT;
        double line = 14;
        for (int i = 0; i < names.size(); i++) {
            String name = shortened(names.get(i), MOST_IN_LEGEND);
            double needed = textWidth(name) + 34;
            if (at + needed > width && at > LEFT) {
                at = LEFT;
                line += LINE;
            }
            Canvas.Stroke stroke = strokes.get(i);
            canvas.line(new Canvas.Stroke(stroke.colour(), 3, stroke.dashed()), at, line - 4, at + 16, line - 4);
            canvas.text(ChartColour.TEXT, Canvas.Anchor.START, at + 22, line, 0, name, tip(names.get(i), name));
            at += needed;
        }
    }
}
