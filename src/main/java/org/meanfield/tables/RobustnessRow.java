package org.meanfield.tables;

import java.util.List;

/** A model scored on a split under a condition: a corruption at one severity, drawn once; or no corruption. */
@Table("robustness")
public record RobustnessRow(
        @Column("Run whose model it is; run@rounds for that of a checkpoint.") String modelRun,
        @Column("SHA-256 of what the model consists of.") String modelHash,
        @Column("SHA-256 of what the data consist of.") String dataHash,
        @Column("Split: train, validation or test.") String split,
        @Column("Name of the corruption; clean for images as they are.") String corruption,
        @Column("Severity, from 1; 0 for clean images.") int severity,
        @Column("Which of several draws of a random corruption, from 1.") int repeat,
        @Column("What the severity is, for instance std=0.05; empty for clean images.") String parameter,
        @Column("before-normalization or after-normalization; empty for clean images.") String stage,
        @Column("Whether corrupted values were clipped to the range that images can have.") boolean clipped,
        @Column("SHA-256 over the SHA-256 of each image's pixels under this condition, before normalization.")
                String conditionHash,
        @Column("Images scored, each exactly once.") long examples,
        @Column("Images whose most probable class is their label.") long correct,
        @Column("Images of each class.") List<Long> classExamples,
        @Column("Those of them that are correct.") List<Long> classCorrect,
        @Column("Share of correct images.") double accuracy,
        @Column("Lower end of the Wilson 95 % interval of the accuracy.") double low,
        @Column("Upper end of the Wilson 95 % interval of the accuracy.") double high,
        @Column("Mean cross-entropy, in nats.") double loss,
        @Column("Expected calibration error, 15 bins of equal width.") double ece,
        @Column("Mean Brier score over all classes, from 0 to 2.") double brier,
        @Column("Share of correct images of the same model where they are clean.") double cleanAccuracy,
        @Column("Clean accuracy less accuracy; 0 for clean images.") double drop,
        @Column("Lower end of its paired 95 % interval (Bonett and Price 2012); 0 for clean images.") double dropLow,
        @Column("Upper end of its paired 95 % interval; 0 for clean images.") double dropHigh,
        @Column("Images by the confidence of their prediction, in 15 bins of equal width.") List<Long> binExamples,
        @Column("Those of them that are correct.") List<Long> binCorrect,
        @Column("The sum of their confidences.") List<Double> binConfidence) {
    /** Returns the share of wrong images. */
    public double error() {
        return (double) (examples - correct) / examples;
    }
}
