package org.meanfield.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.meanfield.config.InvalidInputException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

final class GradientClippingTest {
    private static final float NAN = Float.NaN;
    private static final float INFINITE = Float.POSITIVE_INFINITY;

    @Test
    void noneLeavesTheGradient() {
        assertThat(clipped(new GradientClipping.None(), 4, 1, -200, NAN)).containsExactly(1, -200, NAN);
    }

    @Test
    void valueBoundsTheComponentsOfTheMean() {
        assertThat(clipped(new GradientClipping.Value(0.5), 4, 1, -2, 2.5f, -3)).containsExactly(1, -2, 2, -2);
    }

    @Test
    void valueBoundsInfinityAndKeepsNan() {
        assertThat(clipped(new GradientClipping.Value(1), 2, INFINITE, -INFINITE, NAN))
                .containsExactly(2, -2, NAN);
    }

    @Test
    void globalNormScalesTheMeanToTheBound() {
        // The mean over 2 examples is (3, 4) with norm 5.
        float[] scaled = clipped(new GradientClipping.GlobalNorm(1), 2, 6, 8);
        assertThat(scaled[0]).isCloseTo((float) (6 / 5.000001), within(1e-6f));
        assertThat(scaled[1]).isCloseTo((float) (8 / 5.000001), within(1e-6f));
    }

    @Test
    void globalNormLeavesASmallerGradientToTheBit() {
        assertThat(clipped(new GradientClipping.GlobalNorm(6), 2, 6, 8)).containsExactly(6, 8);
        assertThat(clipped(new GradientClipping.GlobalNorm(1), 2, 0, 0)).containsExactly(0, 0);
    }

    @Test
    void globalNormIsOverAllPartsTogether() {
        INDArray flat = Nd4j.createFromArray(3f, 100, 0, 4);
        INDArray first = flat.get(NDArrayIndex.interval(0, 1));
        INDArray second = flat.get(NDArrayIndex.interval(2, 4));
        new GradientClipping.GlobalNorm(2.5).clip(List.of(first, second), 1);
        assertThat(flat.equalsWithEps(Nd4j.createFromArray(1.5f, 100, 0, 2), 1e-6))
                .isTrue();
    }

    @Test
    void globalNormShowsADivergedGradient() {
        assertThat(clipped(new GradientClipping.GlobalNorm(1), 1, 100, NAN)).containsExactly(100, NAN);
        assertThat(clipped(new GradientClipping.GlobalNorm(1), 1, 1, INFINITE)).containsExactly(0, NAN);
    }

    @Test
    void theNormOfManyComponentsIsExactInSinglePrecision() {
        float[] values = new float[1_000_003];
        double squares = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i);
            squares += (double) values[i] * values[i];
        }
        float[] scaled = clipped(new GradientClipping.GlobalNorm(1), 1, values);
        double norm = Math.sqrt(IntStream.range(0, scaled.length)
                .mapToDouble(i -> (double) scaled[i] * scaled[i])
                .sum());
        assertThat(norm).isCloseTo(1 - 1e-6 / Math.sqrt(squares), within(1e-6));
    }

    @Test
    void refusesABoundThatIsNotPositive() {
        assertThatThrownBy(() -> new GradientClipping.Value(0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("max is 0.0 but must be positive");
        assertThatThrownBy(() -> new GradientClipping.GlobalNorm(Double.NaN))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("max is NaN but must be positive");
    }

    private static float[] clipped(GradientClipping clipping, int examples, float... gradient) {
        INDArray array = Nd4j.createFromArray(gradient);
        clipping.clip(List.of(array), examples);
        return array.toFloatVector();
    }
}
