package org.meanfield.evaluate.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.meanfield.config.Names;
import org.meanfield.evaluate.SeedMean;
import org.meanfield.tables.StudyRow;

/** Collects the rows and notes of a study. */
final class Findings {
    private final String study;
    private final List<StudyRow> rows = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Findings(Class<? extends Study> study) {
        this.study = Names.of(Study.class, study);
    }

    /**
     * Where a value is measured.
     *
     * @param quantity what is measured
     * @param setting under which; empty if there is one only
     * @param variable what x is
     */
    record Point(String quantity, String setting, String variable, double x) {}

    /** Adds a value that must be equal to the expected one within a tolerance. */
    void equal(Point point, double expected, double measured, double tolerance) {
        add(point, Relation.EQUAL, expected, measured, measured - tolerance, measured + tolerance);
    }

    /** Adds a value that must not be above the expected one. */
    void atMost(Point point, double expected, double measured) {
        add(point, Relation.AT_MOST, expected, measured, measured, measured);
    }

    /** Adds a value that must not be below the expected one. */
    void atLeast(Point point, double expected, double measured) {
        add(point, Relation.AT_LEAST, expected, measured, measured, measured);
    }

    /** Adds a simulated mean, whose interval must contain the expected value. */
    void simulated(Point point, double expected, SeedMean mean) {
        add(point, Relation.SIMULATED, expected, mean.mean(), mean.low(), mean.high());
    }

    void add(Point point, Relation relation, double expected, double measured, double low, double high) {
        rows.add(new StudyRow(
                study,
                point.quantity(),
                point.setting(),
                point.variable(),
                point.x(),
                relation.label(),
                expected,
                measured,
                low,
                high,
                relation.holds(expected, low, high)));
    }

    /** Adds a line for a reader. */
    void note(String format, Object... values) {
        notes.add(String.format(Locale.ROOT, format, values));
    }

    Outcome outcome() {
        return new Outcome(rows, notes);
    }

    /** Returns the mean over the repetitions of their value of that number, with its 95 % interval. */
    static SeedMean mean(List<double[]> repetitions, int value) {
        return SeedMean.of(
                repetitions.stream().mapToDouble(values -> values[value]).toArray());
    }
}
