package org.meanfield.report.chart;

/** A chart that can draw itself. */
public interface Chart {
    /** The width of a chart in pixels, unless its data need more. */
    int WIDTH = 520;

    /** Its width in pixels. */
    default int width() {
        return WIDTH;
    }

    /** Its height in pixels. */
    int height();

    /** Draws it. */
    void draw(Canvas canvas);
}
