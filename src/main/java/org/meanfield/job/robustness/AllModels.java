package org.meanfield.job.robustness;

import java.util.List;
import java.util.Optional;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.train.checkpoint.ModelFiles;

/**
 * The models of all finished runs under an output root, sorted by run id.
 *
 * @param output the output root; empty for the job's own
 */
public record AllModels(@Default("''") String output) implements Models {
    @Override
    public List<String> folders(String key, String outputRoot, KnownRuns known) {
        FinishedRuns runs = FinishedRuns.under(output, outputRoot);
        Check.that(
                !runs.names().isEmpty(),
                key + ".output",
                runs.root(),
                "an output root with the model of a finished run");
        return runs.names().stream().map(runs::folder).toList();
    }

    @Override
    public Optional<String> folder(String run, String outputRoot) {
        return Optional.of(new ModelFiles(output.isEmpty() ? outputRoot : output, run).folder());
    }
}
