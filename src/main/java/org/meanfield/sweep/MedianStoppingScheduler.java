package org.meanfield.sweep;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.meanfield.config.Check;
import org.meanfield.config.Default;

/**
 * The median stopping rule (Golovin et al. 2017, "Google Vizier: a service for black-box optimization", section 3.2.2): a trial is
 * stopped after a rung if its best score up to there is below the median of the others' mean scores up to there.
 *
 * <p>There, the others are the trials that have come as far by then, and so depend on the cluster. Here they are those before it in
 * the order of the sweep, without those that were stopped, diverged or failed before the rung: a trial waits at the end of a rung until
 * they are known, and the same trials are stopped on any cluster.
 *
 * @param minEpochs epochs of the first rung, at least 1
 * @param interval epochs of each other rung, at least 1
 * @param minTrials trials before it with which a trial is compared at least; with fewer it goes on
 */
public record MedianStoppingScheduler(
        @Default("1") int minEpochs, @Default("1") int interval, @Default("5") int minTrials) implements Scheduler {
    /** Checks the ranges. */
    public MedianStoppingScheduler {
        Check.that(minEpochs > 0, "min-epochs", minEpochs, "positive");
        Check.that(interval > 0, "interval", interval, "positive");
        Check.that(minTrials > 0, "min-trials", minTrials, "positive");
    }

    /**
     * How far a trial is.
     *
     * @param means the mean score up to each rung that it has finished with a finite score
     * @param isOver whether it goes no further
     */
    private record Course(List<Double> means, boolean isOver) {}

    /** What is known of one rung by the trials so far, in the order of the sweep. */
    private static final class Rung {
        private final List<Double> sortedMeans = new ArrayList<>();
        private boolean known = true;

        void add(Course course, int rung) {
            if (rung < course.means().size()) {
                double mean = course.means().get(rung);
                int place = Collections.binarySearch(sortedMeans, mean);
                sortedMeans.add(place < 0 ? -place - 1 : place, mean);
            } else if (!course.isOver()) {
                known = false;
            }
        }

        boolean isBelowMedian(double best, int minTrials) {
            int size = sortedMeans.size();
            return size >= minTrials && best < (sortedMeans.get((size - 1) / 2) + sortedMeans.get(size / 2)) / 2;
        }
    }

    /** What is decided. */
    private record Decisions(List<Start> starts, List<String> stopped) {}

    @Override
    public List<Start> next(List<Trial> trials, List<TrialResult> finished) {
        return decisions(trials, finished).starts();
    }

    @Override
    public List<String> stopped(List<Trial> trials, List<TrialResult> finished) {
        return decisions(trials, finished).stopped();
    }

    @Override
    public List<Integer> ends(List<Trial> trials, Trial trial) {
        List<Integer> ends = new ArrayList<>();
        for (long end = minEpochs; end < trial.epochs(); end += interval) {
            ends.add((int) end);
        }
        ends.add(trial.epochs());
        return ends;
    }

    @Override
    public long epochs(List<Trial> trials) {
        return trials.stream().mapToLong(Trial::epochs).sum();
    }

    @Override
    public boolean comparesEarly() {
        return true;
    }

    private Decisions decisions(List<Trial> trials, List<TrialResult> finished) {
        Map<String, Map<Integer, Double>> results = new HashMap<>();
        finished.forEach(result ->
                results.computeIfAbsent(result.trial(), id -> new HashMap<>()).put(result.epochs(), result.score()));
        Decisions decisions = new Decisions(new ArrayList<>(), new ArrayList<>());
        List<Integer> ends = ends(trials, new Trial("", Trial.epochs(trials)));
        List<Rung> rungs = ends.stream().map(end -> new Rung()).toList();
        for (Trial trial : trials) {
            Course course = course(trial.id(), ends, results.getOrDefault(trial.id(), Map.of()), rungs, decisions);
            for (int i = 0; i < rungs.size(); i++) {
                rungs.get(i).add(course, i);
            }
        }
        return decisions;
    }

    /** Returns how far a trial is, and adds what is decided of it. */
    private Course course(
            String trial, List<Integer> ends, Map<Integer, Double> results, List<Rung> rungs, Decisions decisions) {
        List<Double> means = new ArrayList<>();
        double sum = 0;
        double best = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < ends.size(); i++) {
            if (!results.containsKey(ends.get(i))) {
                decisions.starts().add(new Start(trial, ends.get(i)));
                return new Course(means, false);
            }
            double score = results.get(ends.get(i));
            if (Double.isNaN(score)) {
                return new Course(means, true);
            }
            sum += score;
            best = Math.max(best, score);
            means.add(sum / (i + 1));
            Rung rung = rungs.get(i);
            if (i < ends.size() - 1 && !rung.known) {
                return new Course(means, false);
            }
            if (i < ends.size() - 1 && rung.isBelowMedian(best, minTrials)) {
                decisions.stopped().add(trial);
                return new Course(means, true);
            }
        }
        return new Course(means, true);
    }
}
