package org.meanfield.report.chart;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Heat map with the number in each cell. Names of columns that are too long for their column are turned, and long names are
 * shortened, with the whole name on hover.
 *
 * @param down label of the rows
 * @param across label of the columns
 * @param values one array for each row; NaN is an empty cell
 * @param format number format, such as {@code %.1f}
 */
public record HeatMap(
        String down, String across, List<String> rows, List<String> columns, double[][] values, String format)
        implements Chart {
    private static final double TOP = 22;
    private static final double ROW = 26;
    private static final double MOST_COLUMN = 90;
    private static final double DEGREES = -45;
    private static final double SLOPE = Math.sqrt(0.5);
    private static final int MOST_LETTERS = 50;
    /**
     * From this share of the strongest colour on text is in its other colour: the only one, to two digits, at which
     * both have a contrast of 4.5 to the cell, in light and in dark mode.
     */
    private static final double STRONG = 0.705;

    @Override
    public int width() {
        return (int) Math.ceil(Math.max(WIDTH, left() + columns.size() * column() + overhang() + 8));
    }

    @Override
    public int height() {
        return (int) Math.ceil(top() + rows.size() * ROW + 8);
    }

    @Override
    public void draw(Canvas canvas) {
        double low = finite().min().orElse(0);
        double high = finite().max().orElse(1);
        canvas.text(ChartColour.MUTED, Canvas.Anchor.START, 4, top() - 8, down + " ↓");
        canvas.text(ChartColour.MUTED, Canvas.Anchor.START, left(), 14, across + " →");
        columns(canvas);
        for (int i = 0; i < rows.size(); i++) {
            double top = top() + i * ROW;
            String name = shown(rows.get(i));
            canvas.text(
                    ChartColour.TEXT, Canvas.Anchor.END, left() - 8, top + 17, 0, name, Frame.tip(rows.get(i), name));
            for (int k = 0; k < columns.size(); k++) {
                if (Double.isFinite(values[i][k])) {
                    cell(canvas, i, k, high > low ? 0.04 + 0.96 * (values[i][k] - low) / (high - low) : 0.5);
                }
            }
        }
    }

    private void columns(Canvas canvas) {
        for (int k = 0; k < columns.size(); k++) {
            String name = shown(columns.get(k));
            double middle = left() + (k + 0.5) * column();
            canvas.text(
                    ChartColour.TEXT,
                    isTurned() ? Canvas.Anchor.START : Canvas.Anchor.MIDDLE,
                    isTurned() ? middle + 4 : middle,
                    top() - 8,
                    isTurned() ? DEGREES : 0,
                    name,
                    Frame.tip(columns.get(k), name));
        }
    }

    private void cell(Canvas canvas, int i, int k, double shade) {
        double x = left() + k * column();
        double y = top() + i * ROW;
        String text = text(values[i][k]);
        canvas.box(
                ChartColour.HEAT,
                shade,
                x + 1,
                y + 1,
                column() - 2,
                ROW - 2,
                "%s %s, %s %s: %s".formatted(down, rows.get(i), across, columns.get(k), text));
        canvas.text(
                shade > STRONG ? ChartColour.ON_STRONG : ChartColour.ON_WEAK,
                Canvas.Anchor.MIDDLE,
                x + column() / 2,
                y + 17,
                text);
    }

    private DoubleStream finite() {
        return Arrays.stream(values).flatMapToDouble(Arrays::stream).filter(Double::isFinite);
    }

    private String text(double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private double left() {
        return 16 + Math.max(Frame.textWidth(down + " ↓"), longest(rows));
    }

    /** Where the first row begins. */
    private double top() {
        return TOP + (isTurned() ? SLOPE * (longest(columns) + Frame.TEXT) + 10 : 22);
    }

    private double column() {
        double widest = finite().mapToObj(this::text)
                .mapToDouble(Frame::textWidth)
                .max()
                .orElse(0);
        return Math.max(widest + 8, Math.min(MOST_COLUMN, (WIDTH - left() - 8) / columns.size()));
    }

    private boolean isTurned() {
        return longest(columns) + 8 > column();
    }

    /** By how much the last turned names reach beyond the last column. */
    private double overhang() {
        return isTurned()
                ? IntStream.range(0, columns.size())
                        .mapToDouble(k -> SLOPE * (Frame.textWidth(shown(columns.get(k))) + Frame.TEXT)
                                + 4
                                - (columns.size() - k - 0.5) * column())
                        .max()
                        .orElse(0)
                : 0;
    }

    private static double longest(List<String> texts) {
        return texts.stream()
                .map(HeatMap::shown)
                .mapToDouble(Frame::textWidth)
                .max()
                .orElse(0);
    }

    private static String shown(String name) {
        return Frame.shortened(name, MOST_LETTERS);
    }
}
