package org.meanfield.job.sweep;

import org.meanfield.config.RecordWriter;
import org.meanfield.job.train.TrainJob;
import org.meanfield.storage.Sha256;
import org.meanfield.sweep.Cell;
import org.meanfield.sweep.Trial;

/**
 * A training job of a sweep.
 *
 * @param id 8 hex digits of the SHA-256 of the resolved job: the same in every sweep that contains it
 * @param cell its overrides of the base job, except the seed
 */
record SweepTrial(String id, Cell cell, TrainJob job) {
    private static final int ID_LENGTH = 8;

    /** Creates one with its id. */
    static SweepTrial of(Cell cell, TrainJob job) {
        return new SweepTrial(Sha256.of(RecordWriter.toJson(job)).substring(0, ID_LENGTH), cell, job);
    }

    /** Returns the trial as the scheduler's input. */
    Trial trial() {
        return new Trial(id, job.train().epochs());
    }

    /** Returns the id of its run. */
    String runId(String sweepId) {
        return sweepId + "-" + id;
    }
}
