package org.meanfield.report.chart;

/** Drawing surface of charts: coordinates in pixels, y downward, text of 12 pixels. */
public interface Canvas {
    /** The anchor of a text at its coordinates. */
    enum Anchor {
        /** The left end. */
        START,
        /** The middle. */
        MIDDLE,
        /** The right end. */
        END
    }

    /** A line: its colour, its width in pixels and whether it is dashed. */
    record Stroke(ChartColour colour, double width, boolean dashed) {
        /** Creates a line that is not dashed. */
        public Stroke(ChartColour colour, double width) {
            this(colour, width, false);
        }
    }

    /** Draws a line through points: x, y, x, y, … */
    void line(Stroke stroke, double... points);

    /** Draws the line of a series through points: x, y, x, y, …; on a page its values can be read off with the pointer. */
    default void curve(Stroke stroke, String name, double... points) {
        line(stroke, points);
    }

    /** Says what the pixels between two axes mean, for reading values off a page. */
    default void plot(Frame frame) {}

    /** Fills the polygon of points x, y, x, y, …; {@code opacity} is in [0, 1]. */
    void area(ChartColour colour, double opacity, double... points);

    /** Draws a filled circle; on a page {@code tip} is its tooltip. */
    void dot(ChartColour colour, double x, double y, double radius, String tip);

    /** Fills a rectangle; see {@link #dot} and {@link #area}. */
    void box(ChartColour colour, double opacity, double x, double y, double width, double height, String tip);

    /** Writes a text whose baseline is at {@code y}. */
    default void text(ChartColour colour, Anchor anchor, double x, double y, String text) {
        text(colour, anchor, x, y, 0, text, "");
    }

    /**
     * Writes a text that may be turned.
     *
     * @param degrees by which it is turned around its anchor, clockwise
     * @param tip on a page its tooltip, such as the whole of a shortened text; empty for none
     */
    void text(ChartColour colour, Anchor anchor, double x, double y, double degrees, String text, String tip);
}
