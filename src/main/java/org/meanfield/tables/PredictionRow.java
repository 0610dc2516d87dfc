package org.meanfield.tables;

/** What a model takes an image for. */
@Table("predictions")
public record PredictionRow(
        @Column("Run whose selected model it is; run@rounds for that of a checkpoint.") String modelRun,
        @Column("Split: train, validation or test.") String split,
        @Column(
                        "What was done to the image: corruption/severity/repeat, the second setting of a corruption as corruption-2/…; clean for nothing.")
                String condition,
        @Column("Number of the image in its split as it was published, from 0.") int index,
        @Column("Its class.") int label,
        @Column("Most probable class; of equal probabilities the first.") int predicted,
        @Column("Probability of that class as the network gives it.") double confidence) {
    /** The condition of images as they are. */
    public static final String CLEAN = "clean";
}
