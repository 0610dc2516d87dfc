package org.meanfield.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.meanfield.report.chart.LineChart;
import org.meanfield.tables.ActivationRow;

final class DepthCurvesTest {
    private static final int FIRST = 0xff0068b0;
    private static final int SECOND = 0xffc8500a;

    private static final List<ActivationRow> ROWS = rows();

    @Test
    void valuesAreLogarithmsByLayer() {
        LineChart chart = DepthCurves.chart("log10", ROWS, ActivationRow::std);

        assertThat(chart.series()).extracting(LineChart.Series::name).containsExactly("grows", "shrinks");
        LineChart.Series shrinks = chart.series().get(1);
        assertThat(shrinks.x()[39]).isEqualTo(40);
        assertThat(shrinks.y()[39]).isCloseTo(-40, within(1e-9));
        assertThat(chart.y().low()).isEqualTo(-40);
        assertThat(chart.y().high()).isEqualTo(20);
    }

    @Test
    void aCurveEndsWhereItsValuesAreNoLongerFinite() throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(DepthCurves.png(ROWS)));
        int half = picture.getHeight() / 2;
        List<Integer> second = columns(picture, SECOND, half / 6, half);
        int middle = (second.get(0) + last(second)) / 2;

        assertThat(last(columns(picture, FIRST, half / 6, half))).isBetween(middle - 20, middle + 20);
        assertThat(columns(picture, FIRST, half + half / 6, 2 * half)).isEmpty();
        assertThat(last(columns(picture, SECOND, half + half / 6, 2 * half))).isEqualTo(last(second));
    }

    private static List<ActivationRow> rows() {
        List<ActivationRow> rows = new ArrayList<>();
        for (int layer = 1; layer <= 40; layer++) {
            rows.add(row("grows", layer, layer <= 20 ? Math.pow(10, layer) : Double.POSITIVE_INFINITY, Double.NaN));
        }
        for (int layer = 1; layer <= 40; layer++) {
            rows.add(row("shrinks", layer, Math.pow(10, -layer), layer == 40 ? 1 : 1e-3));
        }
        return rows;
    }

    private static ActivationRow row(String name, int layer, double std, double gradient) {
        return new ActivationRow(name, "linear", "{}", 0, layer, 0, std, 0, 0, 0, gradient);
    }

    private static int last(List<Integer> columns) {
        return columns.get(columns.size() - 1);
    }

    /** Returns the columns that have a colour in some of the rows: below the legend, which has all colours. */
    private static List<Integer> columns(BufferedImage picture, int colour, int from, int to) {
        List<Integer> columns = new ArrayList<>();
        for (int x = 0; x < picture.getWidth(); x++) {
            boolean there = false;
            for (int y = from; y < to; y++) {
                there |= picture.getRGB(x, y) == colour;
            }
            if (there) {
                columns.add(x);
            }
        }
        return columns;
    }
}
