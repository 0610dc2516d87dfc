package org.meanfield.train.checkpoint;

import java.io.Serializable;
import java.util.List;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.train.State;

/**
 * The state of a run after a round, from which it resumes with the same bits.
 *
 * @param round the number of completed rounds
 * @param state the state after them
 * @param selected the {@link State#model} that would be the result if the run ended here
 * @param selectedRound the number of rounds of {@code selected}
 * @param rounds the rows of the rounds so far
 * @param evaluations the rows of the evaluations so far
 */
public record Checkpoint(
        int round,
        State state,
        State selected,
        int selectedRound,
        List<RoundRow> rounds,
        List<EvaluationRow> evaluations)
        implements Serializable {
    /** Returns this checkpoint with another selected state. */
    public Checkpoint withSelected(State other) {
        return new Checkpoint(round, state, other, selectedRound, rounds, evaluations);
    }

    /** Returns the checkpoint before the first round. */
    public static Checkpoint first(State initial) {
        return new Checkpoint(0, initial, initial, 0, List.of(), List.of());
    }
}
