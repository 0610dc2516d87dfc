package org.meanfield.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Successive halving of some trials: of n in a rung ⌊n/η⌋ go on, at least one. See {@link SuccessiveHalvingScheduler}.
 *
 * @param reductionFactor η
 * @param trials their ids, in the order of the sweep
 * @param ends the epochs at which rungs end
 */
record Halving(int reductionFactor, List<String> trials, List<Integer> ends) {
    /**
     * What is certain of a rung.
     *
     * @param waiting those of it, so far known, that have not finished it
     * @param promoted those that go on, whatever the rest does
     * @param stopped those that do not
     * @param complete whether it has all its trials, and all have finished
     */
    private record Rung(List<String> waiting, List<String> promoted, List<String> stopped, boolean complete) {}

    /** Returns the rungs that are decided and not finished. */
    List<Start> next(List<TrialResult> finished) {
        List<Rung> rungs = rungs(finished);
        List<Start> starts = new ArrayList<>();
        // Those that are furthest first: the end of the sweep waits for them.
        for (int i = rungs.size() - 1; i >= 0; i--) {
            int end = ends.get(i);
            rungs.get(i).waiting().forEach(trial -> starts.add(new Start(trial, end)));
        }
        return starts;
    }

    /** Returns the stopped trials, in their order. */
    List<String> stopped(List<TrialResult> finished) {
        Set<String> stopped = new HashSet<>();
        rungs(finished).forEach(rung -> stopped.addAll(rung.stopped()));
        return trials.stream().filter(stopped::contains).toList();
    }

    /** Returns the number of epochs, if no trial diverges or fails. */
    long epochs() {
        long epochs = 0;
        int size = trials.size();
        int before = 0;
        for (int end : ends) {
            epochs += (long) size * (end - before);
            size = places(size);
            before = end;
        }
        return epochs;
    }

    private int places(int size) {
        return Math.max(1, size / reductionFactor);
    }

    private List<Rung> rungs(List<TrialResult> finished) {
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
