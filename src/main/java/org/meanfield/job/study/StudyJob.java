package org.meanfield.job.study;

import org.meanfield.config.Default;
import org.meanfield.evaluate.study.Study;
import org.meanfield.job.common.JobName;
import org.meanfield.job.common.Options;
import org.meanfield.job.common.RunOutcome;

/**
 * Job of a study that holds a closed form against a computation or a simulation; the whole job file.
 *
 * @param name the start of the run's id: letters, digits, {@code .}, {@code _} and {@code -}
 * @param seed of all random draws
 * @param study what is computed and expected
 */
public record StudyJob(String name, @Default("1") long seed, Study study) {
    /** Checks the settings. */
    public StudyJob {
        JobName.check(name);
    }

    /** Runs the study. */
    public RunOutcome run(Options options) throws InterruptedException {
        return new StudyRun(this, options).run();
    }
}
