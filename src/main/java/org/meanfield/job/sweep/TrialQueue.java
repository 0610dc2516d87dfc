package org.meanfield.job.sweep;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meanfield.sweep.Scheduler;
import org.meanfield.sweep.Start;
import org.meanfield.sweep.Trial;
import org.meanfield.sweep.TrialResult;

/** Queue of a sweep's rungs, shared by the driver threads: what is finished, running and next. */
final class TrialQueue {
    private final Scheduler scheduler;
    private final List<Trial> trials;
    private final List<TrialResult> finished;
    private final Set<Start> taken = new HashSet<>();
    private final Set<String> stopped = new HashSet<>();
    private int running;
    private boolean abandoned;

    /**
     * Creates one.
     *
     * @param finished results of an interrupted execution of the sweep
     * @param stopped the trials that are already stopped
     */
    TrialQueue(Scheduler scheduler, List<Trial> trials, List<TrialResult> finished, Set<String> stopped) {
        this.scheduler = scheduler;
        this.trials = trials;
        this.finished = new ArrayList<>(finished);
        this.stopped.addAll(stopped);
    }

    /** Takes a rung for the calling thread, waiting for one; empty when the sweep is done. */
    synchronized Optional<Start> take() throws InterruptedException {
        while (!abandoned) {
            Optional<Start> next = scheduler.next(trials, finished).stream()
                    .filter(start -> !taken.contains(start))
                    .findFirst();
            if (next.isPresent()) {
                taken.add(next.get());
                running++;
                return next;
            }
            if (running == 0) {
                return Optional.empty();
            }
            wait();
        }
        return Optional.empty();
    }

    /** Ends the sweep for all threads, since one of them cannot continue. */
    synchronized void abandon() {
        abandoned = true;
        notifyAll();
    }

    /** Adds the result of a rung. */
    synchronized void done(TrialResult result) {
        finished.add(result);
        running--;
        notifyAll();
    }

    /** Returns the trials stopped since the last call. */
    synchronized List<String> newlyStopped() {
        List<String> fresh = scheduler.stopped(trials, finished).stream()
                .filter(trial -> !stopped.contains(trial))
                .toList();
        stopped.addAll(fresh);
        return fresh;
    }
}
