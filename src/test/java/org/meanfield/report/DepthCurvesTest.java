package org.meanfield.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.meanfield.metrics.ActivationRow;

final class DepthCurvesTest {
    private static final int FIRST = 0xffd55e00;
    private static final int SECOND = 0xff0072b2;
    private static final int HALF = 460;
    /** Beyond it is the legend. */
    private static final int PLOT = 730;

    @Test
    void aCurveEndsWhereItsValuesAreNoLongerFinite() throws IOException {
        List<ActivationRow> rows = new ArrayList<>();
        for (int layer = 1; layer <= 40; layer++) {
            rows.add(row("grows", layer, layer <= 20 ? Math.pow(10, layer) : Double.POSITIVE_INFINITY, Double.NaN));
        }
        for (int layer = 1; layer <= 40; layer++) {
            rows.add(row("shrinks", layer, Math.pow(10, -layer), layer == 40 ? 1 : 1e-3));
        }
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(DepthCurves.png("both", rows)));

        assertThat(picture.getWidth()).isEqualTo(900);
        assertThat(picture.getHeight()).isEqualTo(2 * HALF);
        int middle = (columns(picture, SECOND, 0).get(0) + last(columns(picture, SECOND, 0))) / 2;
        assertThat(last(columns(picture, FIRST, 0))).isBetween(middle - 12, middle + 12);
        assertThat(columns(picture, FIRST, HALF)).isEmpty();
        assertThat(last(columns(picture, SECOND, HALF))).isEqualTo(last(columns(picture, SECOND, 0)));
    }

    private static ActivationRow row(String name, int layer, double std, double gradient) {
        return new ActivationRow(name, "linear", "{}", layer, 0, std, 0, 0, 0, gradient);
    }

    private static int last(List<Integer> columns) {
        return columns.get(columns.size() - 1);
    }

    /** Returns the columns of one of the two plots, from {@code top}, that have a colour. */
    private static List<Integer> columns(BufferedImage picture, int colour, int top) {
        List<Integer> columns = new ArrayList<>();
        for (int x = 0; x < PLOT; x++) {
            boolean there = false;
            for (int y = top; y < top + HALF; y++) {
                there |= picture.getRGB(x, y) == colour;
            }
            if (there) {
                columns.add(x);
            }
        }
        return columns;
    }
}
