package org.meanfield.report.chart;

import java.util.List;

/**
 * Parallel coordinates (Inselberg 1985, "The plane with parallel coordinates"): an axis for each quantity, and a line through all of them for each thing.
 *
 * @param columns at least two
 * @param lines the highlighted ones are drawn above the others
 */
public record ParallelCoordinates(List<Column> columns, List<Line> lines) implements Chart {
    /**
     * A quantity.
     *
     * @param ticks its labels
     * @param at their places, in [0, 1] from below
     */
    public record Column(String name, List<String> ticks, List<Double> at) {}

    /**
     * A thing.
     *
     * @param at its places on the axes, in [0, 1] from below; NaN leaves a gap
     * @param highlighted whether it is to stand out
     */
    public record Line(double[] at, boolean highlighted) {}

    private static final int HEIGHT = 320;
    private static final double LEFT = 30;
    private static final double RIGHT = 110;
    private static final double TOP = 44;
    private static final double BOTTOM = 22;
    private static final double COLUMN = 140;
    private static final int MOST_LETTERS = 17;
    /** More highlighted lines are thin. */
    private static final int FEW = 20;

    @Override
    public int width() {
        return (int) Math.max(WIDTH, LEFT + RIGHT + COLUMN * (columns.size() - 1));
    }

    @Override
    public int height() {
        return HEIGHT;
    }

    @Override
    public void draw(Canvas canvas) {
        double width = lines.stream().filter(Line::highlighted).count() > FEW ? 1 : 2;
        for (boolean highlighted : new boolean[] {false, true}) {
            lines.stream()
                    .filter(line -> line.highlighted() == highlighted)
                    .forEach(line -> draw(
                            line,
                            new Canvas.Stroke(
                                    highlighted ? ChartColour.SERIES_1 : ChartColour.RULE, highlighted ? width : 1),
                            canvas));
        }
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            double x = x(i);
            canvas.line(new Canvas.Stroke(ChartColour.MUTED, 1), x, y(0), x, y(1));
            String name = Frame.shortened(column.name(), MOST_LETTERS);
            canvas.text(ChartColour.TEXT, Canvas.Anchor.START, x - 16, 16, 0, name, Frame.tip(column.name(), name));
            for (int k = 0; k < column.ticks().size(); k++) {
                double y = y(column.at().get(k));
                String tick = Frame.shortened(column.ticks().get(k), MOST_LETTERS);
                canvas.line(new Canvas.Stroke(ChartColour.MUTED, 1), x - 3, y, x + 3, y);
                canvas.box(ChartColour.PAPER, 0.85, x + 5, y - 7, Frame.textWidth(tick) + 4, 14, "");
                canvas.text(
                        ChartColour.TEXT,
                        Canvas.Anchor.START,
                        x + 7,
                        y + 4,
                        0,
                        tick,
                        Frame.tip(column.ticks().get(k), tick));
            }
        }
    }

    private void draw(Line line, Canvas.Stroke stroke, Canvas canvas) {
        int from = 0;
        for (int i = 0; i <= line.at().length; i++) {
            if (i == line.at().length || Double.isNaN(line.at()[i])) {
                if (i - from > 1) {
                    double[] points = new double[2 * (i - from)];
                    for (int k = from; k < i; k++) {
                        points[2 * (k - from)] = x(k);
                        points[2 * (k - from) + 1] = y(line.at()[k]);
                    }
                    canvas.line(stroke, points);
                }
                from = i + 1;
            }
        }
    }

    private double x(int column) {
        return LEFT + column * (width() - LEFT - RIGHT) / (columns.size() - 1);
    }

    private static double y(double at) {
        return HEIGHT - BOTTOM - at * (HEIGHT - BOTTOM - TOP);
    }
}
