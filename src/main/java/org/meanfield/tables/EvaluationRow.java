package org.meanfield.tables;

import java.io.Serializable;

/** A model scored on a split at a point in training. */
@Table("evaluations")
public record EvaluationRow(
        @Column("Split: validation or test.") String split,
        @Column("Rounds that the model had been trained for.") int round,
        @Column("Epochs that had been completed.") int epoch,
        @Column("Images scored, each exactly once.") long examples,
        @Column("Images whose most probable class is their label.") long correct,
        @Column("Share of correct images.") double accuracy,
        @Column("Lower end of the Wilson 95 % interval of the accuracy.") double low,
        @Column("Upper end of the Wilson 95 % interval of the accuracy.") double high,
        @Column("Mean cross-entropy, in nats.") double loss,
        @Column("Expected calibration error, 15 bins of equal width.") double ece)
        implements Serializable {}
