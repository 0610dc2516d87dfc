package org.meanfield.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.meanfield.metrics.ActivationRow;

/** The picture of a study by depth: above, the deviation of the activations by layer, below, the norm of the gradients. */
public final class DepthCurves {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 460;
    private static final int TICK_PIXELS = 50;
    private static final float THICKEST = 7;
    private static final float THINNEST = 1.5f;
    /** Of Okabe and Ito (2008), which the colour-blind tell apart. */
    private static final List<Color> COLOURS = List.of(
            new Color(0xd55e00),
            new Color(0x0072b2),
            new Color(0x999999),
            new Color(0x009e73),
            new Color(0xcc79a7),
            new Color(0x000000),
            new Color(0xe69f00),
            new Color(0x56b4e9));

    private DepthCurves() {}

    /**
     * Draws a curve for each case, on logarithmic axes. A curve ends where its values are no longer finite, or are zero.
     *
     * @param title what stands above
     * @param rows those of a whole study, at least one
     * @return a PNG of 900 × 920 pixels
     */
    public static byte[] png(String title, List<ActivationRow> rows) {
        Map<String, List<ActivationRow>> cases = rows.stream()
                .collect(Collectors.groupingBy(ActivationRow::name, LinkedHashMap::new, Collectors.toList()));
        BufferedImage picture = new BufferedImage(WIDTH, 2 * HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        try {
            graphics.drawImage(chart(title, "deviation of the activations", cases, ActivationRow::std), 0, 0, null);
            graphics.drawImage(chart("", "norm of the gradient", cases, ActivationRow::gradientNorm), 0, HEIGHT, null);
        } finally {
            graphics.dispose();
        }
        return encode(picture);
    }

    private static BufferedImage chart(
            String title, String axis, Map<String, List<ActivationRow>> cases, ToDoubleFunction<ActivationRow> value) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle("layer")
                .yAxisTitle(axis)
                .build();
        int layers = cases.values().iterator().next().size();
        style(chart.getStyler(), layers);
        // Of size 1; with it, the chart has marks at round numbers rather than at the layers that all curves have.
        XYSeries one = chart.addSeries(" ", new double[] {0, layers}, new double[] {0, 0});
        one.setShowInLegend(false);
        one.setMarker(SeriesMarkers.NONE);
        one.setLineStyle(new BasicStroke(THINNEST));
        one.setLineColor(Color.LIGHT_GRAY);
        int colour = 0;
        for (Map.Entry<String, List<ActivationRow>> entry : cases.entrySet()) {
            List<ActivationRow> shown = entry.getValue().stream()
                    .filter(row -> value.applyAsDouble(row) > 0 && Double.isFinite(value.applyAsDouble(row)))
                    .toList();
            if (!shown.isEmpty()) {
                XYSeries series = chart.addSeries(
                        entry.getKey(),
                        shown.stream().mapToDouble(ActivationRow::depth).toArray(),
                        shown.stream().mapToDouble(value).map(Math::log10).toArray());
                series.setMarker(SeriesMarkers.NONE);
                // Thinner ones leave those below them to be seen.
                series.setLineStyle(new BasicStroke(Math.max(THINNEST, THICKEST - colour)));
                series.setLineColor(COLOURS.get(colour % COLOURS.size()));
            }
            colour++;
        }
        return BitmapEncoder.getBufferedImage(chart);
    }

    private static void style(XYStyler style, int layers) {
        style.setLocale(Locale.ROOT);
        style.setChartBackgroundColor(Color.WHITE);
        style.setPlotBorderVisible(false);
        style.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
        style.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        style.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        style.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        style.setLegendPosition(Styler.LegendPosition.OutsideE);
        style.setLegendBorderColor(Color.WHITE);
        style.setXAxisDecimalPattern("0");
        style.setXAxisMin(0.0);
        style.setXAxisMax((double) layers);
        style.setXAxisTickMarkSpacingHint(TICK_PIXELS);
        style.setYAxisTickMarkSpacingHint(TICK_PIXELS);
        // The chart's own logarithmic axis has a line for each of so many powers of ten.
        style.setyAxisTickLabelsFormattingFunction(power -> String.format(Locale.ROOT, "1e%.0f", power));
    }

    private static byte[] encode(BufferedImage picture) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot encode a picture in memory", e);
        }
        return png.toByteArray();
    }
}
