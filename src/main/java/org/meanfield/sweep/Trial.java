package org.meanfield.sweep;

import java.util.List;

/**
 * A trial, as input of a scheduler.
 *
 * @param id its id in the sweep
 * @param epochs epochs of the whole training
 */
public record Trial(String id, int epochs) {
    /** Returns their ids. */
    static List<String> ids(List<Trial> trials) {
        return trials.stream().map(Trial::id).toList();
    }

    /** Returns the epochs of all. */
    static int epochs(List<Trial> trials) {
        List<Integer> epochs = trials.stream().map(Trial::epochs).distinct().toList();
        if (epochs.size() != 1) {
            throw new IllegalArgumentException("Trials of %s epochs are not to be compared".formatted(epochs));
        }
        return epochs.get(0);
    }
}
