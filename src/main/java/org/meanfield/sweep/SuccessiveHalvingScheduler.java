package org.meanfield.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.meanfield.config.Check;
import org.meanfield.config.Default;

/**
 * Successive halving (Jamieson and Talwalkar 2016; Li et al. 2018, "Hyperband", algorithm 1): all trials are trained for a few
 * epochs, the best of them, one in η, for η times as many, and so on. Of n trials in a rung ⌊n/η⌋ go on, at least one; a trial
 * that goes on does so from its own state.
 *
 * <p>The asynchronous form (Li et al. 2020, "A system for massively parallel hyperparameter tuning") promotes a trial that is
 * among the best of those that have arrived, so that its outcome depends on who was first. Here a trial is promoted, or given
 * up, as soon as whatever the others of its rung do cannot change that: nobody waits for what is decided, and the same
 * trials win on any cluster. Of equal scores the trial that comes first in the sweep is the better; one that diverged or
 * failed (a score of NaN) is worse than any other and never goes on, even if its place then stays empty.
 *
 * @param reductionFactor η, at least 2
 * @param minEpochs epochs of the first rung, at least 1
 */
public record SuccessiveHalvingScheduler(@Default("3") int reductionFactor, @Default("1") int minEpochs)
        implements Scheduler {
    /** Checks the ranges. */
    public SuccessiveHalvingScheduler {
        Check.that(reductionFactor >= 2, "reduction-factor", reductionFactor, "at least 2");
        Check.that(minEpochs > 0, "min-epochs", minEpochs, "positive");
    }

    /**
     * What is certain of a rung.
     *
     * @param waiting those of it, so far known, that have not finished it
     * @param promoted those that go on, whatever the rest does
     * @param stopped those that do not
     * @param complete whether it has all its trials, and all have finished
     */
    private record Rung(List<String> waiting, List<String> promoted, List<String> stopped, boolean complete) {}

    @Override
    public List<Start> next(List<Trial> trials, List<TrialResult> finished) {
        List<Integer> ends = ends(trials);
        List<Rung> rungs = rungs(ids(trials), ends, finished);
        List<Start> starts = new ArrayList<>();
        // Those that are furthest first: the end of the sweep waits for them.
        for (int i = rungs.size() - 1; i >= 0; i--) {
            int end = ends.get(i);
            rungs.get(i).waiting().forEach(trial -> starts.add(new Start(trial, end)));
        }
        return starts;
    }

    @Override
    public List<String> stopped(List<Trial> trials, List<TrialResult> finished) {
        Set<String> stopped = new HashSet<>();
        rungs(ids(trials), ends(trials), finished).forEach(rung -> stopped.addAll(rung.stopped()));
        return ids(trials).stream().filter(stopped::contains).toList();
    }

    @Override
    public boolean comparesEarly() {
        return true;
    }

    @Override
    public long epochs(List<Trial> trials) {
        long epochs = 0;
        int size = trials.size();
        int before = 0;
        for (int end : ends(trials)) {
            epochs += (long) size * (end - before);
            size = places(size);
            before = end;
        }
        return epochs;
    }

    @Override
    public List<Integer> ends(int epochs) {
        List<Integer> ends = new ArrayList<>();
        for (long end = minEpochs; end < epochs; end *= reductionFactor) {
            ends.add((int) end);
        }
        ends.add(epochs);
        return ends;
    }

    private List<Integer> ends(List<Trial> trials) {
        List<Integer> epochs = trials.stream().map(Trial::epochs).distinct().toList();
        if (epochs.size() != 1) {
            throw new IllegalArgumentException("Trials of %s epochs are not to be compared".formatted(epochs));
        }
        return ends(epochs.get(0));
    }

    private static List<String> ids(List<Trial> trials) {
        return trials.stream().map(Trial::id).toList();
    }

    private int places(int size) {
        return Math.max(1, size / reductionFactor);
    }

    private List<Rung> rungs(List<String> trials, List<Integer> ends, List<TrialResult> finished) {
        List<Rung> rungs = new ArrayList<>();
        List<String> members = trials;
        int size = trials.size();
        boolean allKnown = true;
        for (int i = 0; i < ends.size(); i++) {
            boolean last = i == ends.size() - 1;
            int places = last ? 0 : places(size);
            Rung rung = rung(members, allKnown ? members.size() : size, places, last, scores(finished, ends.get(i)));
            rungs.add(rung);
            members = rung.promoted();
            allKnown = rung.complete();
            size = places;
        }
        return rungs;
    }

    /**
     * Returns what is certain.
     *
     * @param members of the rung, so far known, in the order of the sweep
     * @param size how many it will have at most
     * @param places how many of them go on
     * @param last whether nobody goes on, nor is stopped, since a training ends with it
     * @param scores of those that have finished it
     */
    private static Rung rung(List<String> members, int size, int places, boolean last, Map<String, Double> scores) {
        List<String> waiting =
                members.stream().filter(trial -> !scores.containsKey(trial)).toList();
        // A stable sort: of equal scores the first stays first.
        List<String> ranked = members.stream()
                .filter(trial -> scores.containsKey(trial) && !scores.get(trial).isNaN())
                .sorted(Comparator.comparing((String trial) -> scores.get(trial))
                        .reversed())
                .toList();
        int pending = size - (members.size() - waiting.size());
        int certain = last ? 0 : Math.max(0, Math.min(ranked.size(), places - pending));
        int possible = last ? ranked.size() : Math.min(ranked.size(), places);
        Set<String> promoted = new HashSet<>(ranked.subList(0, certain));
        return new Rung(
                waiting,
                members.stream().filter(promoted::contains).toList(),
                ranked.subList(possible, ranked.size()),
                pending == 0);
    }

    private static Map<String, Double> scores(List<TrialResult> finished, int epochs) {
        Map<String, Double> scores = new HashMap<>();
        finished.stream()
                .filter(result -> result.epochs() == epochs)
                .forEach(result -> scores.put(result.trial(), result.score()));
        return scores;
    }
}
