package org.meanfield.tables;

import java.util.List;

/** The metrics of a model on a split under one condition: one draw of a corruption at one severity, or clean images. */
@Table("robustness")
public record RobustnessRow(
        @Column("Run that the model is from: the run's id for its selected model, run@rounds for a checkpoint's.")
                String modelRun,
        @Column("SHA-256, in hex, over the names and contents of the model's files.") String modelHash,
        @Column("SHA-256, in hex, over the data files and the settings that draw the splits from them.")
                String dataHash,
        @Column("Data split: train, validation or test.") String split,
        @Column("Name of the corruption or attack; clean for uncorrupted images.") String corruption,
        @Column("Severity, from 1; 0 for clean images.") int severity,
        @Column("Number of the draw of a random corruption, from 1.") int repeat,
        @Column(
                        "The parameter at this severity, such as std=0.05; of a corruption also the benchmark it is of, unless that is MNIST-C or CIFAR-10-C by the size of the images; of an attack also the model that it was made for, such as linf=8/255 for=own; empty for clean images.")
                String parameter,
        @Column("Where pixels are corrupted: before-normalization or after-normalization; empty for clean images.")
                String stage,
        @Column("Whether corrupted pixels were clipped to the valid range.") boolean clipped,
        @Column(
                        "SHA-256, in hex, over the SHA-256 of each image's pixels under this condition, before normalization; equal hashes mean equal test images.")
                String conditionHash,
        @Column("Images scored, each exactly once.") long examples,
        @Column("Images whose most probable class is their label.") long correct,
        @Column("Images of each true class.") List<Long> classExamples,
        @Column("Correct images of each true class.") List<Long> classCorrect,
        @Column("Accuracy: correct / examples, in [0, 1].") double accuracy,
        @Column("Lower limit of the accuracy's 95 % confidence interval (Wilson).") double low,
        @Column("Upper limit of the accuracy's 95 % confidence interval (Wilson).") double high,
        @Column("Mean cross-entropy per image, in nats.") double loss,
        @Column("Expected calibration error, in [0, 1]; 15 confidence bins of equal width.") double ece,
        @Column("Mean Brier score, summed over all classes, in [0, 2].") double brier,
        @Column("Accuracy of the same model on the clean images.") double cleanAccuracy,
        @Column("Accuracy drop: clean accuracy minus accuracy; 0 for clean images.") double drop,
        @Column(
                        "Lower limit of the drop's paired 95 % confidence interval (Bonett and Price 2012); 0 for clean images.")
                double dropLow,
        @Column("Upper limit of the drop's paired 95 % confidence interval; 0 for clean images.") double dropHigh,
        @Column("Images per confidence bin, 15 of equal width over [0, 1].") List<Long> binExamples,
        @Column("Correct images per confidence bin.") List<Long> binCorrect,
        @Column("Sum of the confidences per confidence bin.") List<Double> binConfidence,
        @Column(
                        value =
                                "Accuracy with the batch norm statistics of corrupted images, see adapt of the job; that of the network itself if it has no batch norm; NaN if the job does not adapt, and for attacks.",
                        added = true)
                double adaptedAccuracy) {
    /** Returns the error rate. */
    public double error() {
        return (double) (examples - correct) / examples;
    }
}
