package org.meanfield.report.chart;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Stacked bar chart.
 *
 * @param first the number of the first bar on the x axis; the others follow in steps of one
 * @param parts the names of the parts, from the bottom
 * @param values the parts of each bar
 */
public record StackedBars(String x, Axis y, int first, List<String> parts, List<double[]> values) implements Chart {
    private static final int HEIGHT = 300;

    @Override
    public int height() {
        return HEIGHT;
    }

    @Override
    public void draw(Canvas canvas) {
        Axis bars = new Axis(x, first - 0.5, first + values.size() - 0.5, Math.max(1, Math.ceil(values.size() / 15.0)));
        Frame frame = Frame.of(bars, y, width(), height(), parts);
        double slot = (frame.right() - frame.left()) / values.size();
        double bar = Math.min(slot * 0.8, 60);
        for (double tick : y.ticks()) {
            canvas.line(
                    new Canvas.Stroke(ChartColour.RULE, 1),
                    frame.left(),
                    frame.atY(tick),
                    frame.right(),
                    frame.atY(tick));
            canvas.text(ChartColour.MUTED, Canvas.Anchor.END, frame.left() - 8, frame.atY(tick) + 4, y.text(tick));
        }
        for (int i = 0; i < values.size(); i++) {
            double middle = frame.atX(first + i);
            double below = 0;
            for (int k = 0; k < parts.size(); k++) {
                double value = values.get(i)[k];
                canvas.box(
                        ChartColour.series(k),
                        1,
                        middle - bar / 2,
                        frame.atY(below + value),
                        bar,
                        frame.atY(below) - frame.atY(below + value),
                        String.format(Locale.ROOT, "%s %d, %s: %.3g", x, first + i, parts.get(k), value));
                below += value;
            }
            if (i % (int) bars.step() == 0) {
                canvas.text(
                        ChartColour.MUTED,
                        Canvas.Anchor.MIDDLE,
                        middle,
                        frame.bottom() + 18,
                        Integer.toString(first + i));
            }
        }
        canvas.line(
                new Canvas.Stroke(ChartColour.MUTED, 1), frame.left(), frame.bottom(), frame.right(), frame.bottom());
        canvas.text(ChartColour.MUTED, Canvas.Anchor.END, frame.right(), frame.bottom() + 36, x);
        canvas.text(ChartColour.MUTED, Canvas.Anchor.START, 4, frame.top() - 12, y.label());
        frame.legend(
                canvas,
                parts,
                IntStream.range(0, parts.size())
                        .mapToObj(k -> new Canvas.Stroke(ChartColour.series(k), 2))
                        .toList(),
                width());
    }
}
