package org.meanfield.data;

import java.util.ArrayList;
import java.util.List;

/**
 * The shapes of the digits, designed for this program: for each digit one or more ways to write it, each a list of lines through
 * points (x, y, x, y, …) with x in [−0.5, 0.5], to the right, and y in [−0.8, 0.8], downwards.
 */
final class DigitShapes {
    /** The angle from point to point of an arc, in degrees. */
    private static final double STEP = 20;

    private static final List<List<List<double[]>>> SHAPES = List.of(
            List.of(List.of(arc(0, 0, 0.46, 0.8, 0, 360))),
            List.of(
                    List.of(line(-0.3, -0.45, 0.08, -0.8, 0.08, 0.8)),
                    List.of(line(0, -0.8, 0, 0.8)),
                    List.of(line(-0.28, -0.5, 0.04, -0.8, 0.04, 0.8), line(-0.3, 0.8, 0.36, 0.8))),
            List.of(List.of(join(arc(0, -0.35, 0.45, 0.45, 190, 400), line(-0.47, 0.8, 0.5, 0.8)))),
            List.of(
                    List.of(join(arc(-0.02, -0.4, 0.42, 0.4, 200, 450), line(-0.14, 0)), lowerBowl()),
                    List.of(line(-0.42, -0.8, 0.42, -0.8, -0.06, -0.06), lowerBowl())),
            List.of(
                    List.of(line(0.24, 0.8, 0.24, -0.8, -0.5, 0.32, 0.5, 0.32)),
                    List.of(line(-0.28, -0.8, -0.46, 0.2, 0.5, 0.2), line(0.22, -0.3, 0.22, 0.8))),
            List.of(List.of(join(line(0.42, -0.8, -0.34, -0.8, -0.42, -0.08), arc(-0.02, 0.28, 0.48, 0.52, 220, 510)))),
            List.of(six()),
            List.of(
                    List.of(line(-0.46, -0.8, 0.48, -0.8, -0.14, 0.8)),
                    List.of(line(-0.46, -0.8, 0.48, -0.8, -0.14, 0.8), line(-0.2, -0.02, 0.36, -0.02))),
            List.of(List.of(arc(0, -0.41, 0.38, 0.39, 0, 360), arc(0, 0.38, 0.46, 0.42, 0, 360))),
            List.of(six().stream().map(DigitShapes::turned).toList()));

    private DigitShapes() {}

    /** Returns the ways to write {@code digit}. */
    static List<List<double[]>> of(int digit) {
        return SHAPES.get(digit);
    }

    private static List<double[]> six() {
        return List.of(arc(0, 0.34, 0.46, 0.46, 0, 360), arc(0.45, 0.34, 0.91, 1.15, 180, 264));
    }

    private static double[] lowerBowl() {
        return arc(-0.02, 0.38, 0.47, 0.42, 270, 520);
    }

    private static double[] line(double... points) {
        return points;
    }

    /** The part of an ellipse between two angles, which grow clockwise from the right. */
    private static double[] arc(double x, double y, double radiusX, double radiusY, double from, double to) {
        int steps = (int) Math.ceil((to - from) / STEP);
        double[] points = new double[2 * (steps + 1)];
        for (int i = 0; i <= steps; i++) {
            double angle = StrictMath.toRadians(from + (to - from) * i / steps);
            points[2 * i] = x + radiusX * StrictMath.cos(angle);
            points[2 * i + 1] = y + radiusY * StrictMath.sin(angle);
        }
        return points;
    }

    private static double[] join(double[]... lines) {
        List<Double> points = new ArrayList<>();
        for (double[] line : lines) {
            for (double value : line) {
                points.add(value);
            }
        }
        return points.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The same line upside down. */
    private static double[] turned(double[] line) {
        double[] points = new double[line.length];
        for (int i = 0; i < line.length; i++) {
            points[i] = -line[i];
        }
        return points;
    }
}
