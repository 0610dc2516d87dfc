package org.meanfield.tables;

/** A model's prediction for one image under one condition. */
@Table("predictions")
public record PredictionRow(
        @Column("Run that the model is from: the run's id for its selected model, run@rounds for a checkpoint's.")
                String modelRun,
        @Column("Data split: train, validation or test.") String split,
        @Column(
                        "Corruption of the image as corruption/severity/repeat, a second setting of the same corruption as corruption-2/…; clean for none.")
                String condition,
        @Column("Index of the image in the published split, from 0.") int index,
        @Column("True class.") int label,
        @Column("Predicted class: the one of highest probability, on ties the first.") int predicted,
        @Column("Confidence: the network's probability of the predicted class, in [0, 1].") double confidence) {
    /** The condition of uncorrupted images. */
    public static final String CLEAN = "clean";
}
