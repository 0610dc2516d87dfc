package org.meanfield.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.meanfield.report.chart.LineChart.Look;
import org.meanfield.report.chart.LineChart.Series;

/** Where charts put what. */
final class ChartsTest {
    @Test
    void aLineHasGapsAndEndsAtTheAxis() {
        Axis axis = Axis.fromZero("x", DoubleStream.of(4));
        LineChart chart = new LineChart(
                axis,
                axis,
                List.of(new Series("a", ChartColour.SERIES_0, Look.LINE, new double[] {0, 1, 2, 3, 4}, new double[] {
                    0, 4, Double.NaN, 9, 2
                })));

        // From (0, 0), the lower left corner, to (1, 4) at the top; (3, 9) is beyond the axis, and (4, 2) alone a dot.
        assertThat(Svg.of(chart, "a"))
                .contains("stroke=\"var(--series-0)\" stroke-width=\"2\" points=\"56 258 168.5 28\"")
                .contains("<circle fill=\"var(--series-0)\" cx=\"506\" cy=\"143\" r=\"3\">");
    }

    @Test
    void aBandGoesForthAboveAndBackBelow() {
        Axis axis = Axis.fromZero("x", DoubleStream.of(4));
        Series series = new Series(
                "a",
                ChartColour.SERIES_1,
                Look.LINE,
                new double[] {0, 4},
                new double[] {2, 2},
                new double[] {1, 0},
                new double[] {3, 4});

        assertThat(Svg.of(new LineChart(axis, axis, List.of(series)), "a"))
                .contains(
                        "<polygon fill=\"var(--series-1)\" fill-opacity=\"0.15\" points=\"56 85.5 506 28 506 258 56 200.5\"/>");
    }

    @Test
    void partsOfABarAreStacked() {
        StackedBars bars = new StackedBars(
                "epoch", Axis.fromZero("seconds", DoubleStream.of(4)), 1, List.of("a", "b"), List.of(new double[] {1, 2
                }));

        assertThat(Svg.of(bars, "a"))
                .contains("fill=\"var(--series-0)\" fill-opacity=\"1\" x=\"251\" y=\"205\" width=\"60\" height=\"53\"")
                .contains("fill=\"var(--series-1)\" fill-opacity=\"1\" x=\"251\" y=\"99\" width=\"60\" height=\"106\"")
                .contains("<title>epoch 1, b: 2.00</title>");
    }

    @Test
    void theDarkestCellIsTheLargestNumberAndTheUnknownIsEmpty() {
        HeatMap map = new HeatMap(
                "down", "across", List.of("r"), List.of("a", "b", "c"), new double[][] {{1, Double.NaN, 3}}, "%.1f");

        assertThat(Svg.of(map, "a"))
                .contains("fill-opacity=\"0.04\"", "fill-opacity=\"1\"", "<title>down r, across c: 3.0</title>")
                .doesNotContain("across b");
    }

    /** By WCAG 2.2, success criterion 1.4.3, at every shade of both modes; the colours are those of page.css. */
    @Test
    void textOnEveryCellHasAContrastOfAtLeastFourAndAHalf() {
        int shades = 97;
        double[] values =
                DoubleStream.iterate(0, value -> value + 1).limit(shades).toArray();
        HeatMap map = new HeatMap(
                "down",
                "across",
                List.of("r"),
                DoubleStream.of(values).mapToObj(Double::toString).toList(),
                new double[][] {values},
                "%.0f");
        Matcher cells = Pattern.compile("fill-opacity=\"([0-9.]+)\".*?<text fill=\"var\\(--on-(weak|strong)\\)")
                .matcher(Svg.of(map, "a"));
        int seen = 0;
        while (cells.find()) {
            double shade = Double.parseDouble(cells.group(1));
            boolean strong = cells.group(2).equals("strong");
            assertThat(contrast(strong ? 0xffffff : 0, mixed(0x07407a, 0xffffff, shade)))
                    .as("light, shade %s", shade)
                    .isGreaterThanOrEqualTo(4.5);
            assertThat(contrast(strong ? 0 : 0xffffff, mixed(0x4aa3ea, 0x14181c, shade)))
                    .as("dark, shade %s", shade)
                    .isGreaterThanOrEqualTo(4.5);
            seen++;
        }
        assertThat(seen).isEqualTo(shades);
    }

    private static double[] mixed(int front, int back, double opacity) {
        double[] rgb = new double[3];
        for (int i = 0; i < 3; i++) {
            int shift = 16 - 8 * i;
            rgb[i] = opacity * (front >> shift & 255) + (1 - opacity) * (back >> shift & 255);
        }
        return rgb;
    }

    private static double contrast(int text, double[] background) {
        double a = luminance(mixed(text, text, 1)) + 0.05;
        double b = luminance(background) + 0.05;
        return Math.max(a, b) / Math.min(a, b);
    }

    private static double luminance(double[] rgb) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double share = rgb[i] / 255;
            sum += weights[i] * (share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4));
        }
        return sum;
    }

    @Test
    void longNamesOfColumnsAreTurnedAndShortenedInTheMiddle() {
        String name = "random-crop (padding: 2), xavier-uniform, learning-rate 0.003";
        String shown = "random-crop (padding: 2),…orm, learning-rate 0.003";
        HeatMap map = new HeatMap("down", "across", List.of("r"), List.of(name, "b"), new double[][] {{1, 2}}, "%.1f");

        assertThat(Svg.of(map, "a")).contains("rotate(-45", shown + "<title>" + name + "</title>");
        assertThat(Frame.shortened(name, 61)).isEqualTo(name);
        HeatMap flat = new HeatMap("down", "across", List.of("r"), List.of("a", "b"), new double[][] {{1, 2}}, "%.1f");
        assertThat(Svg.of(flat, "a")).doesNotContain("rotate");
    }

    @Test
    void quartilesLieBetweenTheNumbers() {
        double[] sorted = {1, 2, 3, 10};

        assertThat(StripChart.quantile(sorted, 0.25)).isEqualTo(1.75);
        assertThat(StripChart.quantile(sorted, 0.5)).isEqualTo(2.5);
        assertThat(StripChart.quantile(sorted, 1)).isEqualTo(10);
    }

    @Test
    void fewNumbersHaveNoBox() {
        StripChart four = new StripChart(
                "x", List.of(new StripChart.Group("a", new double[] {1, 2, 3, 4}, 2.5, Double.NaN, Double.NaN)));
        StripChart three = new StripChart(
                "x", List.of(new StripChart.Group("a", new double[] {1, 2, 3}, 2, Double.NaN, Double.NaN)));

        assertThat(Svg.of(four, "a")).containsOnlyOnce("fill-opacity=\"0.18\"");
        assertThat(Svg.of(three, "a")).doesNotContain("fill-opacity=\"0.18\"");
    }

    @Test
    void aPictureHasTwoPixelsForEachOfTheChart() throws IOException {
        StripChart chart = new StripChart("x", List.of(new StripChart.Group("a", new double[] {1, 2}, 1.5, 1, 2)));
        var picture = ImageIO.read(new ByteArrayInputStream(PngCanvas.png(chart, "a")));

        assertThat(picture.getWidth()).isEqualTo(2 * chart.width());
        assertThat(picture.getHeight()).isEqualTo(2 * (30 + chart.height()));
        assertThat(picture.getRGB(0, 0)).isEqualTo(0xffffffff);
    }
}
