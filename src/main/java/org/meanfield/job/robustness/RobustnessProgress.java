package org.meanfield.job.robustness;

import java.util.Locale;
import org.meanfield.job.common.Durations;
import org.meanfield.storage.Progress;

/** Progress line of an evaluation. */
final class RobustnessProgress {
    private final Progress progress;
    private final int conditions;
    private final long work;
    private int conditionsDone;
    private long workDone;
    private long workHere;
    private double secondsHere;

    /**
     * Creates the progress at 0.
     *
     * @param conditions how many there are, of all groups of models together
     * @param work how many times an image is put before a model in all
     */
    RobustnessProgress(Progress progress, int conditions, long work) {
        this.progress = progress;
        this.conditions = conditions;
        this.work = work;
    }

    /** Accounts for what an earlier run has done. */
    void skip(int conditions, long scored) {
        conditionsDone += conditions;
        workDone += scored;
    }

    /** Adds finished conditions, and shows the line. */
    void add(int conditions, long scored, double seconds) {
        skip(conditions, scored);
        workHere += scored;
        secondsHere += seconds;
        double rate = workHere / secondsHere;
        progress.show(String.format(
                Locale.ROOT,
                "condition %d/%d · %,.0f images/s · %s left",
                conditionsDone,
                this.conditions,
                rate,
                Durations.text((work - workDone) / rate)));
    }
}
