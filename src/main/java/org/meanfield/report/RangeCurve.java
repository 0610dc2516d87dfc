package org.meanfield.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.meanfield.report.chart.Axis;
import org.meanfield.report.chart.ChartColour;
import org.meanfield.report.chart.LineChart;
import org.meanfield.report.chart.LineChart.Look;
import org.meanfield.report.chart.LineChart.Series;
import org.meanfield.report.chart.PngCanvas;
import org.meanfield.tables.RoundRow;

/**
 * The losses of a learning rate range test.
 *
 * @param rates the learning rate of each step, ascending
 * @param losses the training loss of each step, measured before it, in nats
 * @param smoothed their exponential moving average, without the bias of its start (as Adam's first moment: Kingma and Ba 2015, section 3)
 */
public record RangeCurve(double[] rates, double[] losses, double[] smoothed) {
    /** The weight of the past in the moving average. */
    private static final double DECAY = 0.9;
    /** A smoothed loss of so many times the lowest one has exploded. */
    private static final double EXPLODED = 4;
    /** The largest rate that can be used is near that of the lowest loss; a tenth of it leaves room. */
    private static final double ROOM = 10;

    /**
     * Creates one.
     *
     * @param rows a step each; those from the first loss that is not finite on are left out
     */
    public static RangeCurve of(List<RoundRow> rows) {
        List<RoundRow> finite =
                rows.stream().takeWhile(row -> Double.isFinite(row.trainLoss())).toList();
        double[] losses = finite.stream().mapToDouble(RoundRow::trainLoss).toArray();
        return new RangeCurve(
                finite.stream().mapToDouble(RoundRow::learningRate).toArray(), losses, smoothed(losses));
    }

    private static double[] smoothed(double[] losses) {
        double[] smoothed = new double[losses.length];
        double sum = 0;
        for (int i = 0; i < losses.length; i++) {
            sum = DECAY * sum + (1 - DECAY) * losses[i];
            smoothed[i] = sum / (1 - Math.pow(DECAY, i + 1));
        }
        return smoothed;
    }

    /** Returns whether more steps would tell nothing: the loss is not finite, or its average far above its lowest. */
    public static boolean hasExploded(List<RoundRow> rows) {
        RangeCurve curve = of(rows);
        int last = curve.smoothed.length - 1;
        return last + 1 < rows.size()
                || (last >= 0 && curve.smoothed[last] > EXPLODED * curve.smoothed[curve.lowest()]);
    }

    private int lowest() {
        int lowest = 0;
        for (int i = 1; i < smoothed.length; i++) {
            lowest = smoothed[i] < smoothed[lowest] ? i : lowest;
        }
        return lowest;
    }

    /** Returns the learning rate of the lowest smoothed loss. */
    public double lowestAt() {
        return rates[lowest()];
    }

    /** Returns a learning rate to train with: a tenth of {@link #lowestAt}. */
    public double suggested() {
        return lowestAt() / ROOM;
    }

    /** Returns whether the loss is lowest in the last step, so that larger rates should be tried. */
    public boolean isAtEnd() {
        return lowest() == rates.length - 1;
    }

    /** Draws it as a PNG, with the suggestion. */
    public byte[] picture() {
        double[] x = Arrays.stream(rates).map(Math::log10).toArray();
        double top = EXPLODED / 2 * Math.max(smoothed[0], smoothed[lowest()]);
        Axis y = Axis.fromZero("training loss in nats", Arrays.stream(smoothed).map(loss -> Math.min(loss, top)));
        double at = Math.log10(suggested());
        LineChart chart = new LineChart(
                Axis.of("log10 of the learning rate", DoubleStream.concat(Arrays.stream(x), DoubleStream.of(at))),
                y,
                List.of(
                        new Series("loss of a step", ChartColour.SERIES_6, Look.THIN, x, losses),
                        new Series("moving average", ChartColour.SERIES_0, Look.LINE, x, smoothed),
                        new Series("suggested", ChartColour.SERIES_1, Look.DASHED, new double[] {at, at}, new double[] {
                            y.low(), y.high()
                        })));
        return PngCanvas.png(chart, "Learning rate range test");
    }
}
