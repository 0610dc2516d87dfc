package org.meanfield.sweep;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Scheduler that trains every trial to its end. */
public record AllScheduler() implements Scheduler {
    @Override
    public List<Start> next(List<Trial> trials, List<TrialResult> finished) {
        Set<String> over = finished.stream().map(TrialResult::trial).collect(Collectors.toSet());
        return trials.stream()
                .filter(trial -> !over.contains(trial.id()))
                .map(trial -> new Start(trial.id(), trial.epochs()))
                .toList();
    }

    @Override
    public List<String> stopped(List<Trial> trials, List<TrialResult> finished) {
        return List.of();
    }

    @Override
    public List<Integer> ends(List<Trial> trials, Trial trial) {
        return List.of(trial.epochs());
    }

    @Override
    public long epochs(List<Trial> trials) {
        return trials.stream().mapToLong(Trial::epochs).sum();
    }

    @Override
    public boolean comparesEarly() {
        return false;
    }
}
