package org.meanfield.report;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.meanfield.report.chart.Axis;
import org.meanfield.report.chart.ChartColour;
import org.meanfield.report.chart.LineChart;
import org.meanfield.report.chart.LineChart.Look;
import org.meanfield.report.chart.LineChart.Series;
import org.meanfield.report.chart.PngCanvas;
import org.meanfield.tables.ActivationRow;

/** Chart of a depth study: standard deviation of the activations by layer above, norm of the gradients below. */
public final class DepthCurves {
    private DepthCurves() {}

    /**
     * Draws a curve of logarithms for each case.
     *
     * @param rows the rows of a whole study, at least one
     * @return a PNG
     */
    public static byte[] png(List<ActivationRow> rows) {
        BufferedImage above = PngCanvas.image(
                chart("log10 of the standard deviation", rows, ActivationRow::std), "Activations by layer");
        BufferedImage below =
                PngCanvas.image(chart("log10 of the norm", rows, ActivationRow::gradientNorm), "Gradient by layer");
        BufferedImage both =
                new BufferedImage(above.getWidth(), above.getHeight() + below.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = both.createGraphics();
        try {
            graphics.drawImage(above, 0, 0, null);
            graphics.drawImage(below, 0, above.getHeight(), null);
        } finally {
            graphics.dispose();
        }
        return PngCanvas.encode(both);
    }

    /** A curve for each case; zero, infinite and NaN values leave a gap. */
    static LineChart chart(String label, List<ActivationRow> rows, ToDoubleFunction<ActivationRow> value) {
        Map<String, List<ActivationRow>> cases = rows.stream()
                .collect(Collectors.groupingBy(ActivationRow::name, LinkedHashMap::new, Collectors.toList()));
        List<Series> series = new ArrayList<>();
        cases.forEach((name, layers) -> series.add(new Series(
                name,
                ChartColour.series(series.size()),
                // Both of two coinciding curves can be seen.
                series.size() % 2 == 0 ? Look.LINE : Look.DASHED,
                layers.stream().mapToDouble(ActivationRow::depth).toArray(),
                layers.stream().mapToDouble(value).map(Math::log10).toArray())));
        return new LineChart(
                Axis.counting(
                        "layer",
                        DoubleStream.of(rows.stream()
                                .mapToInt(ActivationRow::depth)
                                .max()
                                .orElseThrow())),
                Axis.of(label, series.stream().flatMapToDouble(line -> Arrays.stream(line.y()))),
                series);
    }
}
