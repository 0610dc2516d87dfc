package org.meanfield.tables;

/** Statistics of one layer in a depth study. */
@Table("activations")
public record ActivationRow(
        @Column("Name of the study's case.") String name,
        @Column("Activation function.") String activation,
        @Column("Initializer of the weights, as JSON.") String initializer,
        @Column("Steps of training before the measurement; 0 for the initial weights.") int step,
        @Column("Number of the layer, from 1 at the input.") int depth,
        @Column("Mean of the layer's activations over units and inputs; NaN or infinite if an activation is.")
                double mean,
        @Column("Standard deviation of the activations over units and inputs; NaN or infinite if an activation is.")
                double std,
        @Column("Fraction of activations that are zero, in [0, 1].") double zeros,
        @Column("Fraction of activations that are NaN, in [0, 1].") double nan,
        @Column("Fraction of activations that are infinite, in [0, 1].") double infinite,
        @Column(
                        "Root mean square, over the inputs, of the L2 norm of the gradient with respect to the layer's activations.")
                double gradientNorm) {}
