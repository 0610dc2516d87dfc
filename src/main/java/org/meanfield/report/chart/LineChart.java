package org.meanfield.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Line chart, with bands for intervals. Points outside the axes are not drawn. */
public record LineChart(Axis x, Axis y, List<Series> series) implements Chart {
    /** The style of a series. */
    public enum Look {
        /** A thin line behind the others, for noisy series. */
        THIN,
        /** A line. */
        LINE,
        /** A line with a dot at each point. */
        DOTS,
        /** A dashed line, for references. */
        DASHED
    }

    /**
     * A line.
     *
     * @param name name in the legend
     * @param colour its colour
     * @param x x of the points, ascending
     * @param y y of the points; a value that is not finite leaves a gap
     * @param low lower limit of each point's interval; equal to y without one
     * @param high upper limit of each point's interval
     */
    public record Series(
            String name, ChartColour colour, Look look, double[] x, double[] y, double[] low, double[] high) {
        /** Creates a line without intervals. */
        public Series(String name, ChartColour colour, Look look, double[] x, double[] y) {
            this(name, colour, look, x, y, y, y);
        }
    }

    private static final int HEIGHT = 300;

    @Override
    public int height() {
        return HEIGHT + 18 * Math.max(0, Frame.legendLines(names(), width()) - 1);
    }

    @Override
    public void draw(Canvas canvas) {
        Frame frame = Frame.of(x, y, width(), height(), names());
        frame.draw(canvas);
        series.forEach(line -> band(line, frame, canvas));
        series.forEach(line -> line(line, frame, canvas));
        frame.legend(canvas, names(), series.stream().map(LineChart::stroke).toList(), width());
    }

    private List<String> names() {
        return series.stream().map(Series::name).toList();
    }

    private static Canvas.Stroke stroke(Series line) {
        return switch (line.look()) {
            case THIN -> new Canvas.Stroke(line.colour(), 1);
            case LINE, DOTS -> new Canvas.Stroke(line.colour(), 2);
            case DASHED -> new Canvas.Stroke(line.colour(), 1.5, true);
        };
    }

    private static void band(Series line, Frame frame, Canvas canvas) {
        int[] known = IntStream.range(0, line.x().length)
                .filter(i -> line.high()[i] > line.low()[i])
                .toArray();
        if (known.length < 2) {
            return;
        }
        double[] points = new double[4 * known.length];
        for (int i = 0; i < known.length; i++) {
            int k = known[i];
            int back = points.length - 2 - 2 * i;
            points[2 * i] = frame.atX(line.x()[k]);
            points[2 * i + 1] = frame.atY(Math.min(line.high()[k], frame.y().high()));
            points[back] = points[2 * i];
            points[back + 1] = frame.atY(Math.max(line.low()[k], frame.y().low()));
        }
        canvas.area(line.colour(), 0.15, points);
    }

    private static void line(Series line, Frame frame, Canvas canvas) {
        List<Double> points = new ArrayList<>();
        for (int i = 0; i <= line.x().length; i++) {
            if (i < line.x().length && inside(frame.y(), line.y()[i])) {
                points.add(frame.atX(line.x()[i]));
                points.add(frame.atY(line.y()[i]));
            } else { // a gap, or the end
                if (points.size() > 2) {
                    canvas.curve(
                            stroke(line),
                            line.name(),
                            points.stream().mapToDouble(p -> p).toArray());
                } else if (points.size() == 2) {
                    canvas.dot(line.colour(), points.get(0), points.get(1), 3, "");
                }
                points.clear();
            }
        }
        if (line.look() == Look.DOTS) {
            for (int i = 0; i < line.x().length; i++) {
                if (inside(frame.y(), line.y()[i])) {
                    canvas.dot(line.colour(), frame.atX(line.x()[i]), frame.atY(line.y()[i]), 3, tip(line, i, frame));
                }
            }
        }
    }

    private static String tip(Series line, int i, Frame frame) {
        return String.format(
                Locale.ROOT,
                "%s: %s %.4g, %s %.4g",
                line.name(),
                frame.x().label(),
                line.x()[i],
                frame.y().label(),
                line.y()[i]);
    }

    private static boolean inside(Axis axis, double value) {
        return value >= axis.low() && value <= axis.high();
    }
}
