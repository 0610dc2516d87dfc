package org.meanfield.evaluate.study;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.meanfield.tables.StudyRow;

/**
 * Outcome of a study.
 *
 * @param rows the expectations, at least one
 * @param notes lines for a reader beside the counts of the expectations that hold
 */
public record Outcome(List<StudyRow> rows, List<String> notes) {
    private static final double MISS = 0.05;
    private static final double CERTAINTY = 0.99;

    /** Makes the lists unmodifiable. */
    public Outcome {
        rows = List.copyOf(rows);
        notes = List.copyOf(notes);
    }

    /** Returns the rows of each quantity, in the order of their first rows. */
    public Map<String, List<StudyRow>> quantities() {
        return rows.stream()
                .collect(Collectors.groupingBy(StudyRow::quantity, LinkedHashMap::new, Collectors.toList()));
    }

    /** Returns whether all quantities are as expected. */
    public boolean asExpected() {
        return quantities().values().stream().allMatch(Outcome::holds);
    }

    /**
     * Returns whether one quantity is as expected: each of its rows holds; of simulated ones so many as 95 % intervals
     * lead to, that is all but the 0.99 quantile of a binomial distribution with the probability 0.05.
     */
    public static boolean holds(List<StudyRow> rows) {
        Predicate<StudyRow> simulated = row -> row.relation().equals(Relation.SIMULATED.label());
        int trials = (int) rows.stream().filter(simulated).count();
        long misses =
                rows.stream().filter(simulated).filter(row -> !row.holds()).count();
        return misses <= new BinomialDistribution(null, trials, MISS).inverseCumulativeProbability(CERTAINTY)
                && rows.stream().filter(simulated.negate()).allMatch(StudyRow::holds);
    }
}
