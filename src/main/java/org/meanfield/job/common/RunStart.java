package org.meanfield.job.common;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.meanfield.config.InvalidInputException;
import org.meanfield.storage.Tables;
import org.meanfield.tables.RunRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Start of a run, over all processes that have worked on it.
 *
 * @param first start of the first process
 * @param resumes number of processes that continued it
 * @param warnings what the processes before have found
 */
public record RunStart(Instant first, int resumes, List<String> warnings) {
    private static final Logger LOG = LoggerFactory.getLogger(RunStart.class);

    /** Returns that of a new run. */
    public static RunStart now() {
        return new RunStart(Instant.now(), 0, List.of());
    }

    /** Returns that of a run that is continued, whose row is {@code row}. */
    public static RunStart resumed(RunRow row) {
        return new RunStart(row.started(), row.resumes() + 1, row.warnings());
    }

    /** Returns that of a run that is continued; of a new one if it has no row that this version reads. */
    public static RunStart resumed(Tables tables, String runId) {
        try {
            Map<String, List<RunRow>> rows = tables.read(RunRow.class, List.of(runId));
            return rows.getOrDefault(runId, List.of()).stream()
                    .findFirst()
                    .map(RunStart::resumed)
                    .orElseGet(RunStart::now);
        } catch (InvalidInputException e) {
            LOG.warn("{}; the run's start is that of this process", e.getMessage());
            return now();
        }
    }
}
