package org.meanfield.tables;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** The metrics of a run's model on a split after some rounds of training. */
@Table("evaluations")
public record EvaluationRow(
        @Column(
                        "Data split: validation; test, of the selected model; or, with evaluate: every-epoch, for study and never for selection, train and test-every-epoch.")
                String split,
        @Column("Rounds of training that the model has had.") int round,
        @Column("Epochs completed.") int epoch,
        @Column("Images scored, each exactly once.") long examples,
        @Column("Images whose most probable class is their label.") long correct,
        @Column("Accuracy: correct / examples, in [0, 1].") double accuracy,
        @Column("Lower limit of the accuracy's 95 % confidence interval (Wilson).") double low,
        @Column("Upper limit of the accuracy's 95 % confidence interval (Wilson).") double high,
        @Column("Mean cross-entropy per image, in nats.") double loss,
        @Column("Expected calibration error, in [0, 1]; 15 confidence bins of equal width.") double ece)
        implements Serializable {
    /** The split of the test images' scores at every epoch: not {@code test}, so that nothing is selected by them. */
    public static final String TEST_EVERY_EPOCH = "test-every-epoch";

    /** Returns the last row of the validation split; empty if there is none. */
    public static Optional<EvaluationRow> lastValidation(List<EvaluationRow> rows) {
        return rows.stream().filter(row -> row.split().equals("validation")).reduce((first, last) -> last);
    }
}
