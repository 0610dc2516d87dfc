package org.meanfield.report.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Points by two quantities of which more is better, with their Pareto front: the points that no other one surpasses in one quantity without being below it in the
 * other.
 *
 * @param points at least one
 */
public record ParetoChart(String x, String y, List<Point> points) implements Chart {
    /** A point with its name. */
    public record Point(String name, double x, double y) {}

    private static final int HEIGHT = 320;

    @Override
    public int height() {
        return HEIGHT;
    }

    /** Returns the points of the front, by ascending x. */
    public List<Point> front() {
        List<Point> front = new ArrayList<>();
        double best = Double.NEGATIVE_INFINITY;
        List<Point> byX = points.stream()
                .sorted(Comparator.comparingDouble(Point::x)
                        .reversed()
                        .thenComparing(Comparator.comparingDouble(Point::y).reversed()))
                .toList();
        for (Point point : byX) {
            if (point.y() > best) {
                front.add(0, point);
                best = point.y();
            }
        }
        return front;
    }

    @Override
    public void draw(Canvas canvas) {
        Axis across = Axis.of(x, points.stream().mapToDouble(Point::x));
        Axis up = Axis.of(y, points.stream().mapToDouble(Point::y));
        Frame frame = Frame.of(across, up, width(), height(), List.of());
        frame.draw(canvas);
        List<Point> front = front();
        double[] line = new double[2 * front.size()];
        for (int i = 0; i < front.size(); i++) {
            line[2 * i] = frame.atX(front.get(i).x());
            line[2 * i + 1] = frame.atY(front.get(i).y());
        }
        if (front.size() > 1) {
            canvas.line(new Canvas.Stroke(ChartColour.SERIES_1, 1.5, true), line);
        }
        for (Point point : points) {
            boolean best = front.contains(point);
            canvas.dot(
                    best ? ChartColour.SERIES_1 : ChartColour.SERIES_0,
                    frame.atX(point.x()),
                    frame.atY(point.y()),
                    best ? 5 : 3.5,
                    String.format(Locale.ROOT, "%s: %s %.4g, %s %.4g", point.name(), x, point.x(), y, point.y()));
        }
    }
}
