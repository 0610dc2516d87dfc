package org.meanfield.job.report;

import java.util.HashMap;
import java.util.Map;
import org.meanfield.config.InvalidInputException;
import org.meanfield.data.Dataset;
import org.meanfield.data.Splits;

/** The data sets on this machine from which pages show images: nothing is downloaded, and each is opened once. */
final class LocalData {
    private final Map<Dataset, Seen> seen = new HashMap<>();

    private record Seen(Splits splits, String hash) {
        static Seen of(Dataset dataset) {
            Splits splits = Splits.here(dataset);
            return new Seen(splits, splits.hash());
        }
    }

    /**
     * Opens a data set.
     *
     * @param hash hash of the data at the time of training
     * @throws InvalidInputException if it is missing, invalid or has changed
     */
    Splits open(Dataset dataset, String hash) {
        Seen now = seen.computeIfAbsent(dataset, Seen::of);
        if (!now.hash().equals(hash)) {
            throw new InvalidInputException("the data now have the hash %s".formatted(now.hash()));
        }
        return now.splits();
    }
}
