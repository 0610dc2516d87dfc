package org.meanfield.evaluate.study;

import java.util.List;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.evaluate.study.Findings.Point;

/**
 * Backpropagation by hand. Forward pass, gradients and a step of gradient descent of a multilayer perceptron of sigmoids with the mean squared error ‖a − y‖²/n of its n outputs are
 * computed by the chain rule in double precision and held against the engine and against numeric gradients.
 *
 * @param units inputs, then units of each layer
 * @param parameters weights and biases: of each layer its weights by unit, then its biases; empty for draws from N(0, 1)
 * @param inputs one input
 * @param targets the desired outputs, in [0, 1]
 * @param learningRate of the step, positive
 */
public record BackpropagationStudy(
        @Default("[3, 2, 2]") List<Integer> units,
        @Default("[]") List<Double> parameters,
        List<Double> inputs,
        List<Double> targets,
        @Default("0.5") double learningRate)
        implements Study {
    private static final int MOST_UNITS = 1000;
    private static final double TOLERANCE = 1e-13;

    /** Central differences with a step of 1e-5: a truncation error of 1e-10, rounding of 1e-11. */
    private static final double NUMERIC_STEP = 1e-5;

    private static final double NUMERIC_TOLERANCE = 1e-8;

    /** Checks the settings. */
    public BackpropagationStudy {
        Settings.each("units", units, one -> one >= 1 && one <= MOST_UNITS, "a number from 1 to " + MOST_UNITS);
        Check.that(units.size() >= 2, "units", units, "a list of at least two");
        int count = SigmoidMlp.parameters(units);
        Check.that(count <= MOST_UNITS, "units", units, "so few that there are at most " + MOST_UNITS + " parameters");
        int given = parameters.size();
        Check.that(given == 0 || given == count, "parameters", "a list of " + given, "empty or a list of " + count);
        int first = units.get(0);
        Check.that(inputs.size() == first, "inputs", inputs, "a list of " + first);
        int last = units.get(units.size() - 1);
        Check.that(targets.size() == last, "targets", targets, "a list of " + last);
        Settings.each("targets", targets, one -> one >= 0 && one <= 1, "a number from 0 to 1");
        Check.that(learningRate > 0 && Double.isFinite(learningRate), "learning-rate", learningRate, "positive");
        units = List.copyOf(units);
        parameters = List.copyOf(parameters);
        inputs = List.copyOf(inputs);
        targets = List.copyOf(targets);
    }

    @Override
    public Outcome outcome(List<double[]> repetitions, long seed) {
        SigmoidMlp network = new SigmoidMlp(units);
        double[] weights = parameters.isEmpty()
                ? Draws.normal(Draws.stream(seed, 30), SigmoidMlp.parameters(units), 1)
                : doubles(parameters);
        double[] input = doubles(inputs);
        double[] target = doubles(targets);
        Findings findings = new Findings(BackpropagationStudy.class);
        EngineMlp engine = new EngineMlp(units, weights, learningRate);
        double[] outputs = network.outputs(weights, input);
        compare("output", "engine", "unit", outputs, engine.outputs(input), TOLERANCE, findings);
        double[] gradient = network.gradient(weights, input, target);
        compare("gradient", "engine", "parameter", gradient, engine.gradient(input, target), TOLERANCE, findings);
        double[] numeric = new double[weights.length];
        double[] stepped = new double[weights.length];
        for (int i = 0; i < weights.length; i++) {
            double up = loss(network, weights, i, NUMERIC_STEP, input, target);
            numeric[i] = (up - loss(network, weights, i, -NUMERIC_STEP, input, target)) / (2 * NUMERIC_STEP);
            stepped[i] = weights[i] - learningRate * gradient[i];
        }
        compare("gradient", "numeric", "parameter", gradient, numeric, NUMERIC_TOLERANCE, findings);
        compare("after a step", "engine", "parameter", stepped, engine.step(input, target), TOLERANCE, findings);
        findings.equal(new Point("loss", "engine", "", 0), SigmoidMlp.loss(outputs, target), engine.loss(), TOLERANCE);
        double after = SigmoidMlp.loss(network.outputs(stepped, input), target);
        findings.note("The step reduces the loss from %.6f to %.6f", SigmoidMlp.loss(outputs, target), after);
        return findings.outcome();
    }

    private static double loss(
            SigmoidMlp network, double[] weights, int parameter, double change, double[] input, double[] target) {
        double[] changed = weights.clone();
        changed[parameter] += change;
        return SigmoidMlp.loss(network.outputs(changed, input), target);
    }

    private static void compare(
            String quantity,
            String setting,
            String variable,
            double[] expected,
            double[] measured,
            double tolerance,
            Findings findings) {
        for (int i = 0; i < expected.length; i++) {
            findings.equal(new Point(quantity, setting, variable, i + 1), expected[i], measured[i], tolerance);
        }
    }

    private static double[] doubles(List<Double> values) {
        return values.stream().mapToDouble(value -> value).toArray();
    }
}
