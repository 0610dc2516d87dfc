package org.meanfield.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.meanfield.metrics.EvaluationRow;
import org.meanfield.metrics.RoundRow;

/** The picture of a training: the loss of each round, and of the evaluations, over the epochs. */
public final class LossCurves {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 540;
    private static final Color ROUND = new Color(0x9ec5e8);
    private static final Color MEAN = new Color(0x1f5f99);
    private static final Color EVALUATION = new Color(0xd1603d);

    private LossCurves() {}

    /**
     * Draws the curves.
     *
     * @param title what stands above them
     * @param rounds at least one
     * @param evaluations may be empty
     * @return a PNG of 900 × 540 pixels
     */
    public static byte[] png(String title, List<RoundRow> rounds, List<EvaluationRow> evaluations) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle("images seen, in millions")
                .yAxisTitle("cross-entropy, in nats")
                .build();
        Styler style = chart.getStyler();
        style.setChartBackgroundColor(Color.WHITE);
        style.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
        style.setLegendPosition(Styler.LegendPosition.InsideNE);
        style.setLegendBorderColor(Color.LIGHT_GRAY);
        chart.getStyler().setYAxisMin(0.0);

        double[] seen = imagesSeen(rounds);
        double[] loss = rounds.stream().mapToDouble(RoundRow::trainLoss).toArray();
        line(chart, "training, each round", seen, loss, ROUND, 1);
        line(chart, "training, mean of an epoch", ends(rounds, seen), epochMeans(rounds), MEAN, 2.5f);
        for (String split : List.of("validation", "test")) {
            List<EvaluationRow> rows = evaluations.stream()
                    .filter(row -> row.split().equals(split))
                    .toList();
            if (!rows.isEmpty()) {
                points(chart, split, rows, seen);
            }
        }
        return encode(chart);
    }

    private static void line(XYChart chart, String name, double[] x, double[] y, Color color, float width) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(color);
        series.setLineStyle(new BasicStroke(width));
    }

    private static void points(XYChart chart, String split, List<EvaluationRow> rows, double[] seen) {
        double[] x = rows.stream().mapToDouble(row -> seen[row.round() - 1]).toArray();
        double[] y = rows.stream().mapToDouble(EvaluationRow::loss).toArray();
        XYSeries series = chart.addSeries(split, x, y);
        boolean single = rows.size() == 1;
        series.setMarker(single ? SeriesMarkers.DIAMOND : SeriesMarkers.CIRCLE);
        series.setMarkerColor(single ? Color.BLACK : EVALUATION);
        series.setLineColor(EVALUATION);
        series.setLineStyle(new BasicStroke(2));
    }

    private static double[] imagesSeen(List<RoundRow> rounds) {
        double[] seen = new double[rounds.size()];
        double total = 0;
        for (int i = 0; i < seen.length; i++) {
            total += rounds.get(i).examples() / 1e6;
            seen[i] = total;
        }
        return seen;
    }

    private static double[] ends(List<RoundRow> rounds, double[] seen) {
        return epochEnds(rounds).stream().mapToDouble(i -> seen[i]).toArray();
    }

    private static double[] epochMeans(List<RoundRow> rounds) {
        return epochEnds(rounds).stream()
                .mapToDouble(end -> {
                    List<RoundRow> epoch = rounds.stream()
                            .filter(row -> row.epoch() == rounds.get(end).epoch())
                            .toList();
                    double sum = epoch.stream()
                            .mapToDouble(row -> row.trainLoss() * row.examples())
                            .sum();
                    return sum / epoch.stream().mapToLong(RoundRow::examples).sum();
                })
                .toArray();
    }

    private static List<Integer> epochEnds(List<RoundRow> rounds) {
        return IntStream.range(0, rounds.size())
                .filter(i -> i == rounds.size() - 1
                        || rounds.get(i).epoch() != rounds.get(i + 1).epoch())
                .boxed()
                .toList();
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
