package org.meanfield.sweep;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Trains every trial to its end. */
public record AllScheduler() implements Scheduler {
    @Override
    public List<Start> next(List<String> trials, int epochs, List<TrialResult> finished) {
        Set<String> over = finished.stream().map(TrialResult::trial).collect(Collectors.toSet());
        return trials.stream()
                .filter(trial -> !over.contains(trial))
                .map(trial -> new Start(trial, epochs))
                .toList();
    }

    @Override
    public List<String> stopped(List<String> trials, int epochs, List<TrialResult> finished) {
        return List.of();
    }

    @Override
    public boolean comparesEarly() {
        return false;
    }
}
