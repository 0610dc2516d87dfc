package org.meanfield.job.train;

import org.meanfield.data.Dataset;
import org.meanfield.data.Normalization;
import org.meanfield.data.Splits;
import org.meanfield.storage.Progress;

/**
 * A data set that has been found and measured.
 *
 * @param hash that of the data now, which need not be readable when a training ends
 * @param normalization what a network sees of its images
 */
public record OpenData(Splits splits, String hash, Normalization normalization) {
    /**
     * Finds a data set, and fetches what is missing.
     *
     * @throws org.meanfield.config.InvalidInputException if what is there is broken
     */
    public static OpenData of(Dataset dataset, Progress log) {
        Splits splits = Splits.open(dataset, log);
        return new OpenData(splits, splits.hash(), splits.normalization());
    }
}
