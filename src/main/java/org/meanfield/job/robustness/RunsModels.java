package org.meanfield.job.robustness;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.train.checkpoint.ModelFiles;

/**
 * The models of some runs.
 *
 * @param output the output root; empty for the job's own
 * @param runs the ids of finished runs
 */
public record RunsModels(@Default("''") String output, List<String> runs) implements Models {
    /** Checks that there is a run. */
    public RunsModels {
        Check.that(!runs.isEmpty(), "runs", "empty", "a list of at least one run id");
        runs = List.copyOf(runs);
    }

    @Override
    public List<String> folders(String key, String outputRoot, KnownRuns known) {
        FinishedRuns finished = FinishedRuns.under(output, outputRoot);
        return IntStream.range(0, runs.size())
                .mapToObj(i -> finished.folder(String.format(Locale.ROOT, "%s.runs[%d]", key, i), runs.get(i)))
                .toList();
    }

    @Override
    public Optional<String> folder(String run, String outputRoot) {
        return Optional.of(new ModelFiles(output.isEmpty() ? outputRoot : output, run).folder());
    }
}
