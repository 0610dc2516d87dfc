package org.meanfield.report.chart;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Heat map with the number in each cell.
 *
 * @param down label of the rows
 * @param across label of the columns
 * @param values one array for each row; NaN is an empty cell
 * @param format number format, such as {@code %.1f}
 */
public record HeatMap(
        String down, String across, List<String> rows, List<String> columns, double[][] values, String format)
        implements Chart {
    private static final double TOP = 30;
    private static final double ROW = 26;
    private static final double LEAST_COLUMN = 34;
    /** Text on darker cells has the background's colour. */
    private static final double DARK = 0.55;

    @Override
    public int width() {
        return (int) Math.max(WIDTH, left() + columns.size() * columnWidth() + 8);
    }

    @Override
    public int height() {
        return (int) (TOP + (rows.size() + 1) * ROW + 8);
    }

    @Override
    public void draw(Canvas canvas) {
        double low = finite().min().orElse(0);
        double high = finite().max().orElse(1);
        double column = Math.min(90, (width() - left() - 8) / columns.size());
        canvas.text(ChartColour.MUTED, Canvas.Anchor.START, 4, TOP + 16, down + " ↓");
        canvas.text(ChartColour.MUTED, Canvas.Anchor.START, left(), 16, across + " →");
        for (int k = 0; k < columns.size(); k++) {
            canvas.text(ChartColour.TEXT, Canvas.Anchor.MIDDLE, left() + (k + 0.5) * column, TOP + 16, columns.get(k));
        }
        for (int i = 0; i < rows.size(); i++) {
            double top = TOP + (i + 1) * ROW;
            canvas.text(ChartColour.TEXT, Canvas.Anchor.END, left() - 8, top + 17, rows.get(i));
            for (int k = 0; k < columns.size(); k++) {
                double value = values[i][k];
                if (!Double.isFinite(value)) {
                    continue;
                }
                double shade = high > low ? 0.04 + 0.96 * (value - low) / (high - low) : 0.5;
                String text = String.format(Locale.ROOT, format, value);
                canvas.box(
                        ChartColour.HEAT,
                        shade,
                        left() + k * column + 1,
                        top + 1,
                        column - 2,
                        ROW - 2,
                        "%s %s, %s %s: %s".formatted(down, rows.get(i), across, columns.get(k), text));
                canvas.text(
                        shade > DARK ? ChartColour.PAPER : ChartColour.TEXT,
                        Canvas.Anchor.MIDDLE,
                        left() + (k + 0.5) * column,
                        top + 17,
                        text);
            }
        }
    }

    private java.util.stream.DoubleStream finite() {
        return Arrays.stream(values).flatMapToDouble(Arrays::stream).filter(Double::isFinite);
    }

    private double left() {
        return 16 + Math.max(Frame.textWidth(down + " ↓"), longest(rows));
    }

    private double columnWidth() {
        return Math.max(LEAST_COLUMN, longest(columns) + 8);
    }

    private static double longest(List<String> texts) {
        return texts.stream().mapToDouble(Frame::textWidth).max().orElse(0);
    }
}
