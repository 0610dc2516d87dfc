package org.meanfield.tables;

/** A finished trial of a sweep, judged by one of the objectives that its file names. */
@Table("objectives")
public record ObjectiveRow(
        @Column("The objective, such as validation-accuracy.") String objective,
        @Column("Its value for the trial.") double value,
        @Column("Whether a higher value is better.") boolean higherIsBetter,
        @Column(
                        "Whether the trial's cell is on the Pareto front of the sweep: no other cell is as good in every objective, by the mean over seeds, and better in one.")
                boolean pareto) {}
