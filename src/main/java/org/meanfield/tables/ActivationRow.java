package org.meanfield.tables;

/** A layer of a study by depth. */
@Table("activations")
public record ActivationRow(
        @Column("Name of the case.") String name,
        @Column("Activation function.") String activation,
        @Column("Initializer of the weights, as JSON.") String initializer,
        @Column("Layer, from 1.") int depth,
        @Column("Mean of the activations over units and inputs; NaN or infinite if one of them is.") double mean,
        @Column("Standard deviation of the activations; NaN or infinite if one of them is.") double std,
        @Column("Share of activations that are zero.") double zeros,
        @Column("Share of activations that are NaN.") double nan,
        @Column("Share of activations that are infinite.") double infinite,
        @Column("Root mean square over the inputs of the norm of the gradient with respect to the layer's activations.")
                double gradientNorm) {}
