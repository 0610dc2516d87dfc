package org.meanfield.metrics;

/** What a run's selected model takes an image for. */
@Table("predictions")
public record PredictionRow(
        @Column("Split: test.") String split,
        @Column("What was done to the image; clean for nothing.") String condition,
        @Column("Number of the image in its split as it was published, from 0.") int index,
        @Column("Its class.") int label,
        @Column("Most probable class; of equal probabilities the first.") int predicted,
        @Column("Probability of that class as the network gives it.") double confidence) {}
