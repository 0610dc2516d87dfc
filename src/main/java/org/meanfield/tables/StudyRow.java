package org.meanfield.tables;

/** One expectation of a study with what was measured. */
@Table("studies")
public record StudyRow(
        @Column("Type of the study, as in its job file.") String study,
        @Column("The quantity that is expected and measured.") String quantity,
        @Column("Setting under which it was measured; empty if there is one only.") String setting,
        @Column("What x is.") String variable,
        @Column("Value of the variable at which it was measured.") double x,
        @Column(
                        "What is expected of the measured value: equal, at most, at least, more than (the whole interval is above the expected value), simulated (the expected value is in the 95 % interval).")
                String relation,
        @Column("The expected value, by a closed form.") double expected,
        @Column("The measured value; of a simulation its mean.") double measured,
        @Column("Lower limit: of a simulation's 95 % confidence interval, else measured value less the tolerance.")
                double low,
        @Column("Upper limit: of a simulation's 95 % confidence interval, else measured value plus the tolerance.")
                double high,
        @Column("Whether the relation holds between the interval and the expected value.") boolean holds) {}
