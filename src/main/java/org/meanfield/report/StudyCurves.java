package org.meanfield.report;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.meanfield.report.chart.Axis;
import org.meanfield.report.chart.ChartColour;
import org.meanfield.report.chart.LineChart;
import org.meanfield.report.chart.LineChart.Look;
import org.meanfield.report.chart.LineChart.Series;
import org.meanfield.report.chart.PngCanvas;
import org.meanfield.tables.StudyRow;

/**
 * Picture of a study: a chart for each quantity that was measured at several x, with the expected values dashed and the measured ones as dots. Positive
 * values that cover three powers of ten are drawn as logarithms.
 */
public final class StudyCurves {
    private static final int FEWEST_POINTS = 4;
    private static final double WIDE = 1000;
    /** More in one chart cannot be told apart: the first ones are drawn. */
    private static final int MOST_SETTINGS = 8;

    private StudyCurves() {}

    /**
     * Draws the quantities of a study.
     *
     * @return a PNG; empty if no quantity makes a curve
     */
    public static Optional<byte[]> png(List<StudyRow> rows) {
        Map<String, List<StudyRow>> quantities = grouped(rows, StudyRow::quantity);
        List<BufferedImage> charts = quantities.values().stream()
                .filter(StudyCurves::isCurve)
                .map(quantity ->
                        PngCanvas.image(chart(quantity), quantity.get(0).quantity()))
                .toList();
        return charts.isEmpty() ? Optional.empty() : Optional.of(PngCanvas.encode(stacked(charts)));
    }

    /** Whether it was measured at several x in one setting and is not the same everywhere, as a difference of zero is. */
    private static boolean isCurve(List<StudyRow> quantity) {
        boolean longEnough = grouped(quantity, StudyRow::setting).values().stream()
                .anyMatch(setting -> setting.size() >= FEWEST_POINTS);
        boolean constant = quantity.stream().allMatch(row -> row.relation().equals("equal"))
                && quantity.stream().mapToDouble(StudyRow::expected).distinct().count() == 1;
        return longEnough && !constant;
    }

    static LineChart chart(List<StudyRow> rows) {
        Scale x = Scale.of(rows.stream().map(StudyRow::x));
        Scale y = Scale.of(rows.stream().flatMap(row -> Stream.of(row.expected(), row.measured())));
        List<Series> series = new ArrayList<>();
        List<List<StudyRow>> settings = grouped(rows, StudyRow::setting).values().stream()
                .limit(MOST_SETTINGS)
                .map(points -> points.stream()
                        .sorted(Comparator.comparingDouble(StudyRow::x))
                        .toList())
                .toList();
        for (int i = 0; i < settings.size(); i++) {
            List<StudyRow> points = settings.get(i);
            ChartColour colour = ChartColour.series(i);
            StudyRow first = points.get(0);
            String name = first.setting().isEmpty() ? "measured" : first.setting();
            double[] at = values(points, StudyRow::x, x);
            series.add(new Series(
                    name,
                    colour,
                    Look.DOTS,
                    at,
                    values(points, StudyRow::measured, y),
                    values(points, StudyRow::low, y),
                    values(points, StudyRow::high, y)));
        }
        series.add(expected(settings, x, y));
        StudyRow any = rows.get(0);
        return new LineChart(
                Axis.of(x.label(any.variable()), series.stream().flatMapToDouble(line -> Arrays.stream(line.x()))),
                Axis.of(y.label(any.quantity()), series.stream().flatMapToDouble(line -> Arrays.stream(line.y()))),
                series);
    }

    /** One line for all settings, with gaps between them. */
    private static Series expected(List<List<StudyRow>> settings, Scale x, Scale y) {
        DoubleStream at = settings.stream()
                .flatMapToDouble(points -> DoubleStream.concat(
                        DoubleStream.of(values(points, StudyRow::x, x)), DoubleStream.of(Double.NaN)));
        DoubleStream value = settings.stream()
                .flatMapToDouble(points -> DoubleStream.concat(
                        DoubleStream.of(values(points, StudyRow::expected, y)), DoubleStream.of(Double.NaN)));
        return new Series("expected", ChartColour.TEXT, Look.DASHED, at.toArray(), value.toArray());
    }

    private static double[] values(List<StudyRow> rows, ToDoubleFunction<StudyRow> value, Scale scale) {
        return rows.stream().mapToDouble(value).map(scale.of()).toArray();
    }

    private static Map<String, List<StudyRow>> grouped(List<StudyRow> rows, Function<StudyRow, String> key) {
        return rows.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    }

    private static BufferedImage stacked(List<BufferedImage> images) {
        BufferedImage all = new BufferedImage(
                images.get(0).getWidth(),
                images.stream().mapToInt(BufferedImage::getHeight).sum(),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = all.createGraphics();
        try {
            int top = 0;
            for (BufferedImage image : images) {
                graphics.drawImage(image, 0, top, null);
                top += image.getHeight();
            }
        } finally {
            graphics.dispose();
        }
        return all;
    }

    private record Scale(boolean logarithmic) {
        static Scale of(Stream<Double> values) {
            List<Double> sorted = values.filter(Double::isFinite).sorted().toList();
            return new Scale(
                    !sorted.isEmpty() && sorted.get(0) > 0 && sorted.get(sorted.size() - 1) >= WIDE * sorted.get(0));
        }

        DoubleUnaryOperator of() {
            return logarithmic ? Math::log10 : value -> value;
        }

        String label(String quantity) {
            return logarithmic ? "log10 of " + quantity : quantity;
        }
    }
}
