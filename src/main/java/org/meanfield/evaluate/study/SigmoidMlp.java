package org.meanfield.evaluate.study;

import java.util.List;

/**
 * Multilayer perceptron of sigmoids, by the chain rule: a = σ(W a₋ + b); with δ = ∂L/∂z at the output 2 (a − y)/n · a (1 − a) and below (Wᵀ δ₊) · a (1 − a), the gradients are
 * ∂L/∂W = δ a₋ᵀ and ∂L/∂b = δ (Rumelhart, Hinton and Williams 1986). Parameters are, layer by layer, W by unit and then b.
 *
 * @param units inputs, then units of each layer
 */
record SigmoidMlp(List<Integer> units) {
    /** Returns the number of parameters. */
    static int parameters(List<Integer> units) {
        long count = 0;
        for (int layer = 1; layer < units.size(); layer++) {
            count += (units.get(layer - 1) + 1L) * units.get(layer);
        }
        return (int) Math.min(count, Integer.MAX_VALUE);
    }

    /** The mean squared error. */
    static double loss(double[] outputs, double[] targets) {
        double squares = 0;
        for (int i = 0; i < outputs.length; i++) {
            squares += (outputs[i] - targets[i]) * (outputs[i] - targets[i]);
        }
        return squares / outputs.length;
    }

    double[] outputs(double[] parameters, double[] input) {
        return activations(parameters, input)[units.size() - 1];
    }

    private double[][] activations(double[] parameters, double[] input) {
        double[][] activations = new double[units.size()][];
        activations[0] = input;
        int at = 0;
        for (int layer = 1; layer < units.size(); layer++) {
            double[] below = activations[layer - 1];
            int size = units.get(layer);
            activations[layer] = new double[size];
            for (int unit = 0; unit < size; unit++) {
                double sum = parameters[at + size * below.length + unit];
                for (int i = 0; i < below.length; i++) {
                    sum += parameters[at + unit * below.length + i] * below[i];
                }
                activations[layer][unit] = 1 / (1 + Math.exp(-sum));
            }
            at += size * (below.length + 1);
        }
        return activations;
    }

    /** Returns the gradient of the loss with respect to the parameters. */
    double[] gradient(double[] parameters, double[] input, double[] targets) {
        double[][] activations = activations(parameters, input);
        double[] gradient = new double[parameters.length];
        double[] delta = new double[targets.length];
        double[] outputs = activations[units.size() - 1];
        for (int i = 0; i < delta.length; i++) {
            delta[i] = 2 * (outputs[i] - targets[i]) / delta.length * outputs[i] * (1 - outputs[i]);
        }
        int at = parameters.length;
        for (int layer = units.size() - 1; layer >= 1; layer--) {
            double[] below = activations[layer - 1];
            at -= delta.length * (below.length + 1);
            double[] next = new double[below.length];
            for (int unit = 0; unit < delta.length; unit++) {
                gradient[at + delta.length * below.length + unit] = delta[unit];
                for (int i = 0; i < below.length; i++) {
                    gradient[at + unit * below.length + i] = delta[unit] * below[i];
                    next[i] += parameters[at + unit * below.length + i] * delta[unit];
                }
            }
            for (int i = 0; i < next.length; i++) {
                next[i] *= below[i] * (1 - below[i]);
            }
            delta = next;
        }
        return gradient;
    }
}
