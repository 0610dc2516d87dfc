package org.meanfield.tables;

import java.io.Serializable;

/** The metrics of a run's model on a split after some rounds of training. */
@Table("evaluations")
public record EvaluationRow(
        @Column("Data split: validation or test.") String split,
        @Column("Rounds of training that the model has had.") int round,
        @Column("Epochs completed.") int epoch,
        @Column("Images scored, each exactly once.") long examples,
        @Column("Images whose most probable class is their label.") long correct,
        @Column("Accuracy: correct / examples, in [0, 1].") double accuracy,
        @Column("Lower limit of the accuracy's 95 % confidence interval (Wilson).") double low,
        @Column("Upper limit of the accuracy's 95 % confidence interval (Wilson).") double high,
        @Column("Mean cross-entropy per image, in nats.") double loss,
        @Column("Expected calibration error, in [0, 1]; 15 confidence bins of equal width.") double ece)
        implements Serializable {}
