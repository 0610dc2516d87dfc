package org.meanfield.report.chart;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Axis with round, equidistant ticks.
 *
 * @param label the quantity, with its unit
 * @param low its lower limit, which is a tick
 * @param high its upper limit, which is a tick
 * @param step the distance of ticks: 1, 2 or 5 times a power of ten
 */
public record Axis(String label, double low, double high, double step) {
    private static final int INTERVALS = 5;
    private static final double[] ROUND = {1, 2, 5, 10};

    /** Returns an axis that covers all finite {@code values}; from 0 to 1 if there are none. */
    public static Axis of(String label, DoubleStream values) {
        double[] finite = values.filter(Double::isFinite).sorted().toArray();
        if (finite.length == 0) {
            return new Axis(label, 0, 1, 0.2);
        }
        double low = finite[0];
        double high = finite[finite.length - 1];
        if (high - low < 1e-12 * Math.max(1, Math.abs(high))) { // an axis needs a length
            double room = high == 0 ? 1 : Math.abs(high) / 10;
            low -= high == 0 ? 0 : room;
            high += room;
        }
        double step = step((high - low) / INTERVALS);
        return new Axis(label, step * Math.floor(low / step + 1e-9), step * Math.ceil(high / step - 1e-9), step);
    }

    /** Returns an axis that covers 0 and all {@code values}. */
    public static Axis fromZero(String label, DoubleStream values) {
        return of(label, DoubleStream.concat(DoubleStream.of(0), values));
    }

    /** Returns an axis that covers 0 and all {@code values}, with ticks at whole numbers only. */
    public static Axis counting(String label, DoubleStream values) {
        Axis axis = fromZero(label, values);
        return axis.step < 1 ? new Axis(label, 0, Math.max(1, Math.ceil(axis.high - 1e-9)), 1) : axis;
    }

    /** Returns the ticks. */
    public List<Double> ticks() {
        int count = (int) Math.round((high - low) / step);
        return IntStream.rangeClosed(0, count).mapToObj(i -> low + i * step).toList();
    }

    /** Returns the coordinate of {@code value} on an axis drawn from {@code from} to {@code to}. */
    public double at(double value, double from, double to) {
        return from + (value - low) / (high - low) * (to - from);
    }

    /** Returns a tick as text, with as many digits as distinguish it from the next one. */
    public String text(double tick) {
        double value = Math.abs(tick) < step / 2 ? 0 : tick;
        if (step < 1e-4 || high >= 1e7) {
            return value == 0 ? "0" : scientific(value);
        }
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /** With the digits down to the step's first one, which all ticks have in common. */
    private String scientific(double value) {
        int digits = (int) (Math.floor(Math.log10(Math.abs(value)) + 1e-9) - Math.floor(Math.log10(step) + 1e-9));
        return String.format(Locale.ROOT, "%." + Math.max(0, digits) + "e", value);
    }

    private static double step(double atLeast) {
        double power = Math.pow(10, Math.floor(Math.log10(atLeast)));
        for (double factor : ROUND) {
            if (factor * power >= atLeast * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }
}
