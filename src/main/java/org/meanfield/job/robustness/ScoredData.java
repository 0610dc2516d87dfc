package org.meanfield.job.robustness;

import org.meanfield.data.Dataset;

/** Which data models are scored on: {@code data:} of a job file. */
public sealed interface ScoredData permits ScoredData.Own, ScoredData.Other {
    /** Returns the data for a model that was trained on {@code own}. */
    Dataset of(Dataset own);

    /** The data that each model was trained on, as its run's row has them. */
    record Own() implements ScoredData {
        @Override
        public Dataset of(Dataset own) {
            return own;
        }
    }

    /**
     * One data set for all models, of the image size and number of classes that they were trained on.
     *
     * @param dataset the data set
     */
    record Other(Dataset dataset) implements ScoredData {
        @Override
        public Dataset of(Dataset own) {
            return dataset;
        }
    }
}
