package org.meanfield.job.train;

import org.meanfield.data.Dataset;
import org.meanfield.data.Normalization;
import org.meanfield.data.Splits;
import org.meanfield.storage.Progress;

/**
 * An opened data set with its hash and normalization.
 *
 * @param hash hash of the data at the start of a run
 * @param normalization maps pixels to network inputs
 */
public record OpenData(Splits splits, String hash, Normalization normalization) {
    /**
     * Opens a data set, and downloads missing files.
     *
     * @throws org.meanfield.config.InvalidInputException if its files are invalid
     */
    public static OpenData of(Dataset dataset, Progress log) {
        Splits splits = Splits.open(dataset, log);
        return new OpenData(splits, splits.hash(), splits.normalization());
    }
}
