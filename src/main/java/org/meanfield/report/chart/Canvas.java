package org.meanfield.report.chart;

/** What charts are drawn on: coordinates in pixels, y downward, text of 12 pixels. */
public interface Canvas {
    /** Which end of a text its coordinates are. */
    enum Anchor {
        /** The left end. */
        START,
        /** The middle. */
        MIDDLE,
        /** The right end. */
        END
    }

    /** A line: its colour, its width in pixels and whether it is dashed. */
    record Stroke(ChartColour ink, double width, boolean dashed) {
        /** Creates a line that is not dashed. */
        public Stroke(ChartColour ink, double width) {
            this(ink, width, false);
        }
    }

    /** Draws a line through points: x, y, x, y, … */
    void line(Stroke stroke, double... points);

    /** Fills the polygon of points x, y, x, y, …; {@code opacity} is in [0, 1]. */
    void area(ChartColour ink, double opacity, double... points);

    /** Draws a filled circle; on a page {@code tip} is shown when it is pointed at. */
    void dot(ChartColour ink, double x, double y, double radius, String tip);

    /** Fills a rectangle; see {@link #dot} and {@link #area}. */
    void box(ChartColour ink, double opacity, double x, double y, double width, double height, String tip);

    /** Writes a text whose baseline is at {@code y}. */
    void text(ChartColour ink, Anchor anchor, double x, double y, String text);
}
