package org.meanfield.report.chart;

/**
 * In the place of a chart that would have no values.
 *
 * @param why the reason, in one short sentence
 */
public record NoData(String why) implements Chart {
    private static final int HEIGHT = 90;

    @Override
    public int width() {
        return (int) Math.max(WIDTH, Frame.textWidth(why) + 32);
    }

    @Override
    public int height() {
        return HEIGHT;
    }

    @Override
    public void draw(Canvas canvas) {
        canvas.line(new Canvas.Stroke(ChartColour.RULE, 1, true), 8, 8, width() - 8, 8, width() - 8, 82, 8, 82, 8, 8);
        canvas.text(ChartColour.MUTED, Canvas.Anchor.MIDDLE, width() / 2.0, HEIGHT / 2.0 + 4, why);
    }
}
