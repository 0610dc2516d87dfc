package org.meanfield.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.meanfield.config.Check;
import org.meanfield.config.Default;

/**
 * Hyperband (Li et al. 2018, "Hyperband: a novel bandit-based approach to hyperparameter optimization", algorithm 1): the trials are
 * dealt, in the order of the sweep, to brackets of {@link SuccessiveHalvingScheduler successive halving}, from one that begins with
 * {@code min-epochs} to one of whole trainings only, so that a setting that is slow at first is not lost everywhere. With R epochs of a
 * whole training and s<sub>max</sub> = ⌊log<sub>η</sub>(R / min-epochs)⌋, bracket s ends its rungs at ⌊R·η⁻ˢ⌋, …, ⌊R·η⁻¹⌋ and R
 * epochs, and has a share of the trials that is proportional to the paper's ⌈(s<sub>max</sub> + 1)·ηˢ / (s + 1)⌉, rounded by largest
 * remainders.
 *
 * @param reductionFactor η, at least 2
 * @param minEpochs epochs of the first rung of the first bracket, at least 1
 */
public record HyperbandScheduler(@Default("3") int reductionFactor, @Default("1") int minEpochs) implements Scheduler {
    /** Checks the ranges. */
    public HyperbandScheduler {
        Check.that(reductionFactor >= 2, "reduction-factor", reductionFactor, "at least 2");
        Check.that(minEpochs > 0, "min-epochs", minEpochs, "positive");
    }

    @Override
    public List<Start> next(List<Trial> trials, List<TrialResult> finished) {
        return brackets(trials).stream()
                .flatMap(bracket -> bracket.next(finished).stream())
                .toList();
    }

    @Override
    public List<String> stopped(List<Trial> trials, List<TrialResult> finished) {
        return brackets(trials).stream()
                .flatMap(bracket -> bracket.stopped(finished).stream())
                .toList();
    }

    @Override
    public List<Integer> ends(List<Trial> trials, Trial trial) {
        return brackets(trials).stream()
                .filter(bracket -> bracket.trials().contains(trial.id()))
                .findFirst()
                .orElseThrow()
                .ends();
    }

    @Override
    public long epochs(List<Trial> trials) {
        return brackets(trials).stream().mapToLong(Halving::epochs).sum();
    }

    @Override
    public boolean comparesEarly() {
        return true;
    }

    /** Returns the brackets that have trials, that of the shortest rungs first. */
    List<Halving> brackets(List<Trial> trials) {
        int epochs = Trial.epochs(trials);
        List<String> ids = Trial.ids(trials);
        int first = 0;
        for (long end = minEpochs; end * reductionFactor <= epochs; end *= reductionFactor) {
            first++;
        }
        int[] sizes = sizes(ids.size(), first);
        List<Halving> brackets = new ArrayList<>();
        int dealt = 0;
        for (int s = first; s >= 0; s--) {
            int size = sizes[s];
            if (size > 0) {
                List<String> some = List.copyOf(ids.subList(dealt, dealt + size));
                brackets.add(new Halving(reductionFactor, some, ends(epochs, s)));
            }
            dealt += size;
        }
        return brackets;
    }

    private List<Integer> ends(int epochs, int bracket) {
        List<Integer> ends = new ArrayList<>();
        for (long factor = power(bracket); factor >= 1; factor /= reductionFactor) {
            ends.add((int) (epochs / factor));
        }
        return ends;
    }

    /** Returns the number of trials of each bracket s from 0 to {@code first}. */
    private int[] sizes(int trials, int first) {
        long[] weights = IntStream.rangeClosed(0, first)
                .mapToLong(s -> ((first + 1) * power(s) + s) / (s + 1))
                .toArray();
        long all = IntStream.rangeClosed(0, first).mapToLong(s -> weights[s]).sum();
        int[] sizes = new int[first + 1];
        int left = trials;
        for (int s = 0; s <= first; s++) {
            sizes[s] = (int) (trials * weights[s] / all);
            left -= sizes[s];
        }
        IntStream.rangeClosed(0, first)
                .boxed()
                .sorted(Comparator.comparingLong((Integer s) -> trials * weights[s] % all)
                        .thenComparing(Comparator.naturalOrder())
                        .reversed())
                .limit(left)
                .forEach(s -> sizes[s]++);
        return sizes;
    }

    private long power(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= reductionFactor;
        }
        return power;
    }
}
