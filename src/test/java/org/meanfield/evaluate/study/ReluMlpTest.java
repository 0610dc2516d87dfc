package org.meanfield.evaluate.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.meanfield.evaluate.study.ReluMlp.Along;

final class ReluMlpTest {
    private static final Along AXIS = new Along(new double[] {1}, new double[] {0});

    /** relu(2x − 1) + relu(1 − 2x), twice: ||2x − 1| · 2 − 1|, with breaks at 1/4, 1/2 and 3/4. */
    @Test
    void foldsTwice() {
        ReluMlp network = new ReluMlp(List.of(1, 2, 2, 1), new double[] {2, -2, -1, 1, 2, 2, -2, -2, -1, 1, 1, 1, 0});

        assertThat(network.breakpoints(AXIS)).containsExactly(0.25, 0.5, 0.75);
        assertThat(network.around(AXIS, 0.1).slopes()).containsExactly(-4);
        assertThat(network.around(AXIS, 0.3).slopes()).containsExactly(4);
        assertThat(network.around(AXIS, 0.6).values()).containsExactly(3);
        assertThat(network.around(AXIS, 2).slopes()).containsExactly(4);
    }

    /** Where the pieces of a deep network end, its slope changes, and nowhere else. */
    @Test
    void theSlopeIsConstantBetweenBreakpoints() {
        List<Integer> units = List.of(1, 6, 6, 6, 1);
        ReluMlp network = new ReluMlp(units, Draws.normal(new SplittableRandom(1), SigmoidMlp.parameters(units), 1));
        List<Double> breaks = network.breakpoints(AXIS);

        assertThat(breaks).hasSizeGreaterThan(6).isSorted();
        for (int i = 1; i < breaks.size(); i++) {
            double low = breaks.get(i - 1);
            double width = breaks.get(i) - low;
            double[] first = network.around(AXIS, low + 0.01 * width).slopes();
            assertThat(network.around(AXIS, low + 0.5 * width).slopes()).isEqualTo(first);
            assertThat(network.around(AXIS, low + 0.99 * width).slopes()).isEqualTo(first);
        }
    }
}
