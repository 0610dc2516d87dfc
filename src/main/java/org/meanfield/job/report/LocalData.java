package org.meanfield.job.report;

import java.util.HashMap;
import java.util.Map;
import org.meanfield.config.InvalidInputException;
import org.meanfield.data.Dataset;
import org.meanfield.data.Splits;

/** The data sets that pages show images of, as they are on this machine: nothing is fetched, and each is looked at once. */
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
     * @param hash that of the data when models saw it
     * @throws InvalidInputException if it is missing, broken, or not what they saw
     */
    Splits open(Dataset dataset, String hash) {
        Seen now = seen.computeIfAbsent(dataset, Seen::of);
        if (!now.hash().equals(hash)) {
            throw new InvalidInputException("what is there now has the hash %s".formatted(now.hash()));
        }
        return now.splits();
    }
}
