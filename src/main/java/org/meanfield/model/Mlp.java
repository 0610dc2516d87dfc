package org.meanfield.model;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.image.ImageShape;

/**
 * A multi-layer perceptron: the pixels, then fully connected layers, each with an activation and dropout.
 *
 * @param hidden the number of units of each hidden layer; none makes it softmax regression
 * @param activation the activation of the hidden layers
 * @param dropout the probability that a hidden unit is dropped in a training step, in [0, 1)
 * @param width what the units of every hidden layer are multiplied by, and rounded to whole ones
 */
public record Mlp(
        @Default("[512, 256]") List<Integer> hidden,
        @Default("relu") Activation activation,
        @Default("0") double dropout,
        @Default(value = "1", omitted = true) double width)
        implements Architecture {
    /** Checks the settings. */
    public Mlp {
        hidden = List.copyOf(hidden);
        Check.that(hidden.stream().allMatch(units -> units > 0), "hidden", hidden, "positive numbers");
        Check.that(dropout >= 0 && dropout < 1, "dropout", dropout, "in [0, 1)");
        Width.check(width, hidden);
    }

    @Override
    public void addLayers(GraphBuilder graph, ImageShape input, int classes) {
        LayerStack stack = new LayerStack(graph, input);
        for (int units : hidden) {
            stack.dense(Width.of(units, width), activation);
            stack.dropout(dropout);
        }
        stack.output(classes);
    }
}
