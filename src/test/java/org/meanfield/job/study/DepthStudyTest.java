package org.meanfield.job.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanfield.config.RecordReader;
import org.meanfield.evaluate.DepthCase;
import org.meanfield.tables.ActivationRow;

/**
 * The stacks of {@code jobs/init-depth-study.yaml} do what theory says. In wide layers sums are normal, so that a layer makes
 * of activations of mean square m sums of variance q = n · var(w) · m and activations of mean square E f(√q · Z)², and makes a
 * gradient's square n · var(w) · E f'(√q · Z)² times as large (Poole et al. 2016; Schoenholz et al. 2017).
 */
final class DepthStudyTest {
    private static final Path FILE = Path.of("jobs/init-depth-study.yaml");
    private static final int INPUTS = 16;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Name, n · var(w), activation, n times the relative variance of a layer's factor.
                "N(0, 1/n)      | 1                  | linear | 2",
                "tanh, U(±1/√n) | 0.3333333333333333 | tanh   | 2",
                "tanh, Xavier   | 1                  | tanh   | 2",
                "ReLU, Xavier   | 1                  | relu   | 5",
                "ReLU, Kaiming  | 2                  | relu   | 5"
            })
    void signalsAndGradientsGrowAsTheorySays(String name, double gain, String activation, double variance)
            throws IOException {
        DepthStudy job = job();
        List<ActivationRow> rows = study(job, name);
        DoubleUnaryOperator function = FUNCTIONS.get(activation);
        DoubleUnaryOperator slope = SLOPES.get(activation);
        int units = job.units();
        double square = 1;
        double[] factors = new double[job.layers()];
        for (int layer = 1; layer <= job.layers(); layer++) {
            double sums = gain * square;
            square = meanSquare(function, sums);
            factors[layer - 1] = gain * meanSquare(slope, sums);
            ActivationRow row = rows.get(layer - 1);
            assertThat(row.depth()).isEqualTo(layer);
            assertThat(row.activation()).isEqualTo(activation);
            assertThat(row.nan() + row.infinite()).isZero();
            assertNear(Math.hypot(row.mean(), row.std()), Math.sqrt(square), layer + 1, variance / units);
            // Five standard errors of so many units: the inputs of a deep layer are almost the same for all.
            double halves = activation.equals("relu") ? 0.5 : 0;
            assertThat(row.zeros()).isBetween(halves - 2.5 / Math.sqrt(units), halves + 2.5 / Math.sqrt(units));
        }
        double gradient = units;
        for (int layer = job.layers(); layer >= 1; layer--) {
            assertNear(
                    rows.get(layer - 1).gradientNorm(),
                    Math.sqrt(gradient),
                    job.layers() - layer + 1,
                    variance / units);
            gradient *= factors[layer - 1];
        }
    }

    @Test
    void whatTheCourseAsksForComesOut() throws IOException {
        DepthStudy job = job();
        int last = job.layers() - 1;
        // Each layer of ReLU halves the square; each of U(±1/√n) makes it a third; the others keep the size.
        assertThat(study(job, "ReLU, Xavier").get(last).std()).isBetween(1e-17, 1e-14);
        assertThat(study(job, "tanh, U(±1/√n)").get(last).std()).isBetween(1e-26, 1e-22);
        assertThat(study(job, "ReLU, Kaiming").get(last).std()).isBetween(0.05, 10.0);
        assertThat(study(job, "tanh, Xavier").get(last).std()).isBetween(0.03, 0.2);
        assertThat(study(job, "N(0, 1/n)").get(last).std()).isBetween(0.25, 4.0);
    }

    @Test
    void unitNormalWeightsOverflowWhereTheoryPutsIt() throws IOException {
        List<ActivationRow> rows = study(job(), "N(0, 1)");
        int infinite = first(rows, row -> row.infinite() > 0);
        int nan = first(rows, row -> row.nan() > 0);
        // 512^(28/2) = 8.5e37 is a quarter of a float's largest number, which a few in 10,000 pass; 512^(29/2) is 6
        // times it.
        assertThat(infinite).isBetween(28, 29);
        // Two of opposite signs among the inputs of a layer make it NaN.
        assertThat(nan).isBetween(infinite, infinite + 2);
        assertThat(rows.get(rows.size() - 1).nan()).isEqualTo(1);
        for (int layer = 1; layer < infinite - 1; layer++) {
            assertNear(rows.get(layer - 1).std(), Math.pow(512, layer / 2.0), layer + 1, 2 / 512.0);
        }
        // The gradient does the same from the other end.
        assertThat(rows.get(0).gradientNorm()).isNaN();
        assertNear(rows.get(rows.size() - 11).gradientNorm(), Math.pow(512, 5.5), 11, 2 / 512.0);
    }

    private static int first(List<ActivationRow> rows, java.util.function.Predicate<ActivationRow> holds) {
        return rows.stream().filter(holds).findFirst().orElseThrow().depth();
    }

    /**
     * The logarithm of a squared norm after so many layers is normal with that variance s for each and the mean −s / 2
     * (Hanin and Nica 2020): within four standard deviations.
     */
    private static void assertNear(double norm, double expected, int layers, double perLayer) {
        double s = layers * perLayer;
        assertThat(Math.abs(Math.log(norm / expected)))
                .as("%s after %d layers, where %s is expected", norm, layers, expected)
                .isLessThan(s / 4 + 4 * Math.sqrt(s) / 2);
    }

    private static final Map<String, DoubleUnaryOperator> FUNCTIONS =
            Map.of("linear", x -> x, "tanh", Math::tanh, "relu", x -> Math.max(0, x));
    private static final Map<String, DoubleUnaryOperator> SLOPES = Map.of(
            "linear", x -> 1, "tanh", x -> 1 / (Math.cosh(x) * Math.cosh(x)), "relu", x -> x > 0 ? 1 : x < 0 ? 0 : 0.5);

    /** Returns E f(√{@code variance} · Z)² for a standard normal Z, by the trapezoidal rule. */
    private static double meanSquare(DoubleUnaryOperator f, double variance) {
        double step = 1e-3;
        double sum = 0;
        for (int i = -8000; i <= 8000; i++) {
            double z = i * step;
            double value = f.applyAsDouble(Math.sqrt(variance) * z);
            sum += value * value * Math.exp(-z * z / 2);
        }
        return sum * step / Math.sqrt(2 * Math.PI);
    }

    private static List<ActivationRow> study(DepthStudy job, String name) {
        DepthCase one = job.cases().stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow();
        return one.study(job.layers(), job.units(), INPUTS, job.seed());
    }

    private static DepthStudy job() throws IOException {
        return RecordReader.read(Files.readString(FILE), FILE.toString(), DepthStudy.class, List.of());
    }
}
