package org.meanfield.job.robustness;

import org.meanfield.data.Dataset;

/** Data that models are evaluated on: {@code data:} of a job file. */
public sealed interface ScoredData permits ScoredData.Own, ScoredData.Other {
    /** Returns the data for a model that was trained on {@code own}. */
    Dataset of(Dataset own);

    /** The data set that each model was trained on, from its run's provenance. */
    record Own() implements ScoredData {
        @Override
        public Dataset of(Dataset own) {
            return own;
        }
    }

    /**
     * One data set for all models, with the image size and classes of their training data.
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
