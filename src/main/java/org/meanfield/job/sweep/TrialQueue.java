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

/** What is finished and what is running of a sweep, for the threads that share its trials. */
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
     * @param finished what an earlier run of the sweep has finished
     * @param stopped the trials that are known to have been given up
     */
    TrialQueue(Scheduler scheduler, List<Trial> trials, List<TrialResult> finished, Set<String> stopped) {
        this.scheduler = scheduler;
        this.trials = trials;
        this.finished = new ArrayList<>(finished);
        this.stopped.addAll(stopped);
    }

    /** Returns a stretch for this thread alone, once there is one; empty when the sweep is over. */
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

    /** Ends the sweep for all threads, as one of them cannot go on. */
    synchronized void abandon() {
        abandoned = true;
        notifyAll();
    }

    /** Takes in what became of a stretch. */
    synchronized void done(TrialResult result) {
        finished.add(result);
        running--;
        notifyAll();
    }

    /** Returns the trials that have been given up since this was asked last. */
    synchronized List<String> newlyStopped() {
        List<String> fresh = scheduler.stopped(trials, finished).stream()
                .filter(trial -> !stopped.contains(trial))
                .toList();
        stopped.addAll(fresh);
        return fresh;
    }
}
