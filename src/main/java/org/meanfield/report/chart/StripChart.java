package org.meanfield.report.chart;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Strip chart of groups of numbers: every number as a dot, a box from the lower to the upper quartile if there are
 * enough, and the mean with its interval.
 */
public record StripChart(String x, List<Group> groups) implements Chart {
    /**
     * A group.
     *
     * @param values its numbers; may be empty to show the interval only
     * @param mean the position of the bar
     * @param low lower limit of the interval; NaN for none
     * @param high upper limit of the interval
     */
    public record Group(String name, double[] values, double mean, double low, double high) {}

    /** Quartiles of fewer numbers are meaningless. */
    private static final int LEAST_FOR_BOX = 4;

    private static final double ROW = 28;
    private static final double TOP = 8;
    private static final double MARGIN = 22;
    private static final double LEAST_PLOT = 300;
    private static final int MOST_IN_NAME = 60;

    @Override
    public int width() {
        return (int) Math.max(WIDTH, left() + LEAST_PLOT + MARGIN);
    }

    @Override
    public int height() {
        return (int) (TOP + ROW * groups.size() + 46);
    }

    @Override
    public void draw(Canvas canvas) {
        Axis axis = Axis.of(
                x,
                groups.stream()
                        .flatMapToDouble(group -> DoubleStream.concat(
                                Arrays.stream(group.values()),
                                DoubleStream.of(group.mean(), group.low(), group.high()))));
        double left = left();
        double right = width() - MARGIN;
        double bottom = TOP + ROW * groups.size();
        for (double tick : axis.ticks()) {
            double at = axis.at(tick, left, right);
            canvas.line(new Canvas.Stroke(ChartColour.RULE, 1), at, TOP, at, bottom);
            canvas.text(ChartColour.MUTED, Canvas.Anchor.MIDDLE, at, bottom + 16, axis.text(tick));
        }
        canvas.text(ChartColour.MUTED, Canvas.Anchor.END, right, bottom + 36, x);
        for (int i = 0; i < groups.size(); i++) {
            draw(groups.get(i), axis, left, right, TOP + (i + 0.5) * ROW, canvas);
        }
    }

    private static void draw(Group group, Axis axis, double left, double right, double y, Canvas canvas) {
        String name = Frame.shortened(group.name(), MOST_IN_NAME);
        canvas.text(ChartColour.TEXT, Canvas.Anchor.END, left - 10, y + 4, 0, name, Frame.tip(group.name(), name));
        double[] sorted =
                Arrays.stream(group.values()).filter(Double::isFinite).sorted().toArray();
        if (sorted.length >= LEAST_FOR_BOX) {
            double from = axis.at(quantile(sorted, 0.25), left, right);
            double to = axis.at(quantile(sorted, 0.75), left, right);
            canvas.box(ChartColour.SERIES_0, 0.18, from, y - 8, to - from, 16, "");
        }
        for (double value : sorted) {
            canvas.dot(
                    ChartColour.SERIES_0,
                    axis.at(value, left, right),
                    y,
                    2.5,
                    String.format(Locale.ROOT, "%s: %.4g", group.name(), value));
        }
        if (Double.isFinite(group.low())) {
            canvas.line(
                    new Canvas.Stroke(ChartColour.TEXT, 1.5),
                    axis.at(group.low(), left, right),
                    y,
                    axis.at(group.high(), left, right),
                    y);
        }
        if (Double.isFinite(group.mean())) {
            double at = axis.at(group.mean(), left, right);
            canvas.box(ChartColour.TEXT, 1, at - 1.25, y - 7, 2.5, 14, tip(group));
        }
    }

    private static String tip(Group group) {
        String mean = String.format(Locale.ROOT, "%s: %.4g", group.name(), group.mean());
        return Double.isFinite(group.low())
                ? mean + String.format(Locale.ROOT, " (%.4g to %.4g)", group.low(), group.high())
                : mean;
    }

    /** The quantile by linear interpolation (type 7 of Hyndman and Fan 1996). */
    static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    private double left() {
        return 16
                + groups.stream()
                        .mapToDouble(group -> Frame.textWidth(Frame.shortened(group.name(), MOST_IN_NAME)))
                        .max()
                        .orElse(0);
    }
}
