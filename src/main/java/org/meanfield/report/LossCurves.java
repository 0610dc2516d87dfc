package org.meanfield.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.meanfield.metrics.EvaluationRow;
import org.meanfield.metrics.RoundRow;

/** The picture of a training: the losses of its rounds, its epochs and its evaluations, over the epochs. */
public final class LossCurves {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 540;
    private static final Color ROUNDS = new Color(0x9ec5e8);
    private static final Color EPOCHS = new Color(0x1f5f99);
    private static final Color VALIDATION = new Color(0xd1603d);
    private static final Color TEST = Color.BLACK;
    private static final BasicStroke THIN = new BasicStroke(1);
    private static final BasicStroke THICK = new BasicStroke(2.5f);
    private static final int MOST_TICKS = 15;

    private LossCurves() {}

    /**
     * Draws the curves. The axis of the losses ends above the means of the epochs and the evaluations: the first rounds
     * may come from beyond it.
     *
     * @param title what stands above them
     * @param rounds those of a whole training, in their order; at least one
     * @param evaluations may be empty
     * @return a PNG of 900 × 540 pixels
     */
    public static byte[] png(String title, List<RoundRow> rounds, List<EvaluationRow> evaluations) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle("epochs")
                .yAxisTitle("cross-entropy, in nats")
                .build();
        double[] ends = roundEnds(rounds);
        double[] losses = rounds.stream().mapToDouble(RoundRow::trainLoss).toArray();
        Map<Integer, Double> epochs = epochMeans(rounds);
        double[] middles = epochs.keySet().stream().mapToDouble(k -> k - 0.5).toArray();
        double[] means = epochs.values().stream().mapToDouble(mean -> mean).toArray();

        curve(chart, "training, each round", ends, losses, ROUNDS, THIN, SeriesMarkers.NONE);
        curve(chart, "training, mean of the epoch", middles, means, EPOCHS, THICK, SeriesMarkers.CIRCLE);
        evaluations(chart, "validation", ends, evaluations, VALIDATION, SeriesMarkers.SQUARE);
        evaluations(chart, "test", ends, evaluations, TEST, SeriesMarkers.DIAMOND);
        style(chart.getStyler(), epochs.size(), top(losses, means, evaluations));
        return encode(chart);
    }

    private static void style(XYStyler style, int epochs, double top) {
        style.setLocale(Locale.ROOT);
        style.setChartBackgroundColor(Color.WHITE);
        style.setPlotBorderVisible(false);
        style.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
        style.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        style.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        style.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        // Below the plot, where it covers nothing.
        style.setLegendPosition(Styler.LegendPosition.OutsideS);
        style.setLegendLayout(Styler.LegendLayout.Horizontal);
        style.setLegendBorderColor(Color.WHITE);
        style.setXAxisMin(0.0);
        style.setXAxisMax((double) epochs);
        style.setXAxisDecimalPattern(epochs == 1 ? "0.0" : "0");
        style.setXAxisMaxLabelCount(Math.max(2, Math.min(epochs + 1, MOST_TICKS)));
        style.setYAxisMin(0.0);
        style.setYAxisMax(top);
    }

    private static void evaluations(
            XYChart chart, String split, double[] ends, List<EvaluationRow> evaluations, Color color, Marker marker) {
        List<EvaluationRow> rows =
                evaluations.stream().filter(row -> row.split().equals(split)).toList();
        if (!rows.isEmpty()) {
            double[] x = rows.stream().mapToDouble(row -> ends[row.round() - 1]).toArray();
            double[] y = rows.stream().mapToDouble(EvaluationRow::loss).toArray();
            XYSeries series = curve(chart, split, x, y, color, THICK, marker);
            if (rows.size() == 1) {
                series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
            }
        }
    }

    private static XYSeries curve(
            XYChart chart, String name, double[] x, double[] y, Color color, BasicStroke stroke, Marker marker) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setLineColor(color);
        series.setLineStyle(stroke);
        series.setMarker(marker);
        series.setMarkerColor(color);
        return series;
    }

    /** Returns where, in epochs, each round ends. */
    private static double[] roundEnds(List<RoundRow> rounds) {
        double all = rounds.stream().mapToLong(RoundRow::examples).sum();
        int epochs = rounds.get(rounds.size() - 1).epoch();
        double[] ends = new double[rounds.size()];
        long seen = 0;
        for (int i = 0; i < ends.length; i++) {
            seen += rounds.get(i).examples();
            ends[i] = epochs * (seen / all);
        }
        return ends;
    }

    /** Returns the mean loss of the images of each epoch, by epoch. */
    private static Map<Integer, Double> epochMeans(List<RoundRow> rounds) {
        Map<Integer, List<RoundRow>> epochs =
                rounds.stream().collect(Collectors.groupingBy(RoundRow::epoch, TreeMap::new, Collectors.toList()));
        Map<Integer, Double> means = new TreeMap<>();
        epochs.forEach((epoch, rows) -> {
            double sum = rows.stream()
                    .mapToDouble(row -> row.trainLoss() * row.examples())
                    .sum();
            means.put(epoch, sum / rows.stream().mapToLong(RoundRow::examples).sum());
        });
        return means;
    }

    private static double top(double[] losses, double[] means, List<EvaluationRow> evaluations) {
        double training = max(means.length > 1 ? means : losses);
        double evaluated =
                max(evaluations.stream().mapToDouble(EvaluationRow::loss).toArray());
        return 1.1 * Math.max(training, evaluated);
    }

    private static double max(double[] values) {
        double max = 0.001; // an axis needs a length
        for (double value : values) {
            max = Math.max(max, value);
        }
        return max;
    }

    private static byte[] encode(XYChart chart) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            BitmapEncoder.saveBitmap(chart, png, BitmapEncoder.BitmapFormat.PNG);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot encode a picture in memory", e);
        }
        return png.toByteArray();
    }
}
