package org.meanfield.job;

import org.meanfield.data.Dataset;
import org.meanfield.data.Normalization;
import org.meanfield.data.Progress;
import org.meanfield.data.Splits;

/**
 * A data set that has been found and measured.
 *
 * @param hash that of the data now, which need not be readable when a training ends
 * @param normalization what a network sees of its images
 */
record OpenData(Splits splits, String hash, Normalization normalization) {
    /**
     * Finds a data set, and fetches what is missing.
     *
     * @throws org.meanfield.config.InvalidInputException if what is there is broken
     */
    static OpenData of(Dataset dataset, Progress log) {
        Splits splits = Splits.open(dataset, log);
        return new OpenData(splits, splits.hash(), splits.normalization());
    }
}
