package org.meanfield.evaluate.study;

import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.meanfield.config.Check;
import org.meanfield.evaluate.study.Findings.Point;

/**
 * Convolutions as matrices. A convolution is linear: there is a matrix A with Y = A · X for the image's and the output's values as vectors. A transposed
 * convolution has the transposed matrix of a convolution with the same kernel. Both are held against the engine's layers, in double precision, and a transposed
 * convolution (o, i, k · r, k · r) of stride r against a convolution (o · r², i, k, k) whose output is reordered (Shi et al. 2016).
 *
 * @param cases the convolutions
 */
public record ConvolutionMatrixStudy(List<ConvolutionCase> cases) implements Study {
    private static final double TOLERANCE = 1e-12;

    /** Checks the settings. */
    public ConvolutionMatrixStudy {
        Check.that(!cases.isEmpty(), "cases", "empty", "a list of at least one");
        cases = List.copyOf(cases);
    }

    @Override
    public Outcome outcome(List<double[]> repetitions, long seed) {
        Findings findings = new Findings(ConvolutionMatrixStudy.class);
        for (int i = 0; i < cases.size(); i++) {
            ConvolutionCase one = cases.get(i);
            double[] kernel = Draws.normal(Draws.stream(seed, 20, i), one.kernelSize(), 1);
            double[] image = Draws.normal(Draws.stream(seed, 21, i), one.inputSize(), 1);
            RealMatrix matrix = one.matrix(kernel);
            RealVector byMatrix = matrix.operate(vector(image));
            findings.equal(
                    new Point("largest difference from the engine's layer", one.toString(), "case", i + 1),
                    0,
                    byMatrix.subtract(vector(EngineLayers.convolution(one, kernel, image)))
                            .getLInfNorm(),
                    TOLERANCE);
            if (one.transposed() && one.kernel() % one.stride() == 0 && one.padding() == 0) {
                findings.equal(
                        new Point("largest difference from the reordered convolution", one.toString(), "case", i + 1),
                        0,
                        byMatrix.subtract(vector(SubPixel.reordered(one, kernel, image)))
                                .getLInfNorm(),
                        TOLERANCE);
            }
            findings.note(
                    "case %d, %s: A is %d × %d%s",
                    i + 1, one, matrix.getRowDimension(), matrix.getColumnDimension(), shown(one));
        }
        return findings.outcome();
    }

    /** The matrix of a small case with the number of the kernel's weight, from 1, at each place. */
    private static String shown(ConvolutionCase one) {
        if (one.inputSize() > 9 || one.kernelSize() > 9) {
            return "";
        }
        double[] numbers = new double[one.kernelSize()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i + 1;
        }
        StringBuilder rows = new StringBuilder(", with the weights' numbers");
        for (double[] row : one.matrix(numbers).getData()) {
            rows.append(" [");
            for (int i = 0; i < row.length; i++) {
                rows.append(i == 0 ? "" : " ").append(row[i] == 0 ? "·" : String.format(Locale.ROOT, "%.0f", row[i]));
            }
            rows.append(']');
        }
        return rows.toString();
    }

    private static RealVector vector(double[] values) {
        return new ArrayRealVector(values, false);
    }
}
