package org.meanfield.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.meanfield.tables.RoundRow;

final class RangeCurveTest {
    @Test
    void theAverageHasNoBiasAtItsStart() {
        RangeCurve curve = RangeCurve.of(rows(3, step -> step));

        // (0.09·0 + 0.1·1) / 0.19 and (0.081·0 + 0.09·1 + 0.1·2) / 0.271.
        assertThat(curve.smoothed()[0]).isZero();
        assertThat(curve.smoothed()[1]).isCloseTo(0.1 / 0.19, within(1e-12));
        assertThat(curve.smoothed()[2]).isCloseTo(0.29 / 0.271, within(1e-12));
    }

    @Test
    void aTenthOfTheRateOfTheLowestAverageIsSuggested() {
        // The rate of a step is 10^(step/10 − 5). The average of a line that falls by s a step lies behind it, and is
        // lowest soon after the turn at 30.
        RangeCurve curve = RangeCurve.of(rows(50, step -> step <= 30 ? 3 - step / 15.0 : 1 + (step - 30)));

        assertThat(curve.lowestAt()).isCloseTo(Math.pow(10, -2), within(1e-9));
        assertThat(curve.suggested()).isCloseTo(Math.pow(10, -3), within(1e-9));
        assertThat(curve.isAtEnd()).isFalse();
        assertThat(RangeCurve.of(rows(20, step -> 20 - step)).isAtEnd()).isTrue();
    }

    @Test
    void itEndsWhereTheLossExplodesOrIsNoNumber() {
        assertThat(RangeCurve.hasExploded(List.of())).isFalse();
        assertThat(RangeCurve.hasExploded(rows(9, step -> 2))).isFalse();
        assertThat(RangeCurve.hasExploded(rows(9, step -> step < 8 ? 2 : 100))).isTrue();
        List<RoundRow> broken = rows(9, step -> step < 8 ? 2 : Double.NaN);
        assertThat(RangeCurve.hasExploded(broken)).isTrue();
        assertThat(RangeCurve.of(broken).rates()).hasSize(8);
    }

    @Test
    void thePictureIsAPng() throws IOException {
        byte[] png = RangeCurve.of(rows(50, step -> 3 - step / 20.0)).picture();

        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isGreaterThan(400);
    }

    private static List<RoundRow> rows(int steps, DoubleUnaryOperator loss) {
        return IntStream.range(0, steps)
                .mapToObj(step -> new RoundRow(
                        step + 1,
                        1,
                        1,
                        10,
                        loss.applyAsDouble(step),
                        Math.pow(10, step / 10.0 - 5),
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0))
                .toList();
    }
}
