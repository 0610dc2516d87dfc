package org.meanfield.job.sweep;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.meanfield.config.InvalidInputException;
import org.meanfield.data.Dataset;
import org.meanfield.job.train.OpenData;
import org.meanfield.storage.Progress;

/** The data sets of a sweep, each opened once, successfully or not. */
final class SweepData {
    private final Progress log;
    private final Map<Dataset, OpenData> open = new LinkedHashMap<>();
    private final Map<Dataset, InvalidInputException> broken = new HashMap<>();

    SweepData(Progress log) {
        this.log = log;
    }

    /**
     * Returns a data set.
     *
     * @throws InvalidInputException if its files are invalid
     */
    synchronized OpenData of(Dataset dataset) {
        if (broken.containsKey(dataset)) {
            throw broken.get(dataset);
        }
        try {
            return open.computeIfAbsent(dataset, wanted -> OpenData.of(wanted, log));
        } catch (InvalidInputException e) {
            broken.put(dataset, e);
            throw e;
        }
    }

    /** Returns the successfully opened ones. */
    Map<Dataset, OpenData> opened() {
        return Collections.unmodifiableMap(open);
    }
}
