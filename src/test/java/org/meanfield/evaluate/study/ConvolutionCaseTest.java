package org.meanfield.evaluate.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ConvolutionCaseTest {
    private static final double[] NINE = {1, 2, 3, 4, 5, 6, 7, 8, 9};

    /** A kernel of 3×3 over the corner of an image of 3×3 with padding 1: its first row and column lie on zeros. */
    @Test
    void theOnlyPlaceOfStride3AndPadding1IsTheCorner() {
        ConvolutionCase one = new ConvolutionCase(3, 1, 1, 3, 3, 1, false);

        assertThat(one.matrix(NINE).getData()).isEqualTo(new double[][] {{5, 6, 0, 8, 9, 0, 0, 0, 0}});
    }

    @Test
    void aTransposedConvolutionOf2x2AndStride2PutsTheKernelBesideItself() {
        ConvolutionCase one = new ConvolutionCase(2, 1, 1, 2, 2, 0, true);

        assertThat(one.matrix(new double[] {1, 2, 3, 4}).operate(new double[] {1, 10, 100, 1000}))
                .containsExactly(1, 2, 10, 20, 3, 4, 30, 40, 100, 200, 1000, 2000, 300, 400, 3000, 4000);
    }

    @Test
    void aTransposedConvolutionHasTheTransposedMatrix() {
        ConvolutionCase plain = new ConvolutionCase(5, 1, 1, 3, 2, 1, false);
        ConvolutionCase transposed = new ConvolutionCase(plain.outputSide(), 1, 1, 3, 2, 1, true);

        assertThat(transposed.matrix(NINE)).isEqualTo(plain.matrix(NINE).transpose());
    }

    @Test
    void channelsAreSummed() {
        ConvolutionCase one = new ConvolutionCase(1, 2, 2, 1, 1, 0, false);

        assertThat(one.matrix(new double[] {1, 2, 3, 4}).getData()).isEqualTo(new double[][] {{1, 2}, {3, 4}});
    }

    /** Weights a + r · m of one dimension: x of length 2 with the kernel 1 2 3 4 and stride 2 is 1 2 3+10 4+20 30 40 for x = 1, 10. */
    @Test
    void aReorderedConvolutionIsATransposedOne() {
        ConvolutionCase transposed = new ConvolutionCase(2, 1, 1, 4, 2, 0, true);
        double[] kernel = new double[16];
        System.arraycopy(new double[] {1, 2, 3, 4}, 0, kernel, 0, 4);

        double[] output = SubPixel.reordered(transposed, kernel, new double[] {1, 10, 0, 0});

        assertThat(output).startsWith(1, 2, 13, 24, 30, 40, 0);
    }

    @Test
    void aKernelThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> new ConvolutionCase(2, 1, 1, 5, 1, 1, false))
                .hasMessage("size is 2 but must be so large that there is an output");
        assertThatThrownBy(() -> new ConvolutionCase(2, 1, 1, 2, 1, 2, false))
                .hasMessage("padding is 2 but must be in 0 … kernel − 1");
    }
}
