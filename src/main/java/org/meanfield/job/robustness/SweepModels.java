package org.meanfield.job.robustness;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Names;
import org.meanfield.job.train.TrialScore;
import org.meanfield.report.Results;
import org.meanfield.report.RunData;
import org.meanfield.storage.Tables;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RunRow;
import org.meanfield.train.checkpoint.ModelFiles;

/**
 * The models of a sweep's finished trials.
 *
 * @param output the output root; empty for the job's own
 * @param sweep the id of the sweep
 * @param best number of models, the best by validation accuracy; 0 for all
 */
public record SweepModels(@Default("''") String output, String sweep, @Default("0") int best) implements Models {
    /** Checks the number. */
    public SweepModels {
        Check.that(best >= 0, "best", best, "at least 0");
    }

    @Override
    public List<String> folders(String key, String outputRoot, KnownRuns known) {
        FinishedRuns finished = FinishedRuns.under(output, outputRoot);
        if (new Tables(finished.root()).runs(RunRow.class).isEmpty()) {
            throw unknown(key, finished.root(), List.of());
        }
        Results results = known.under(finished.root());
        if (!results.sweeps().contains(sweep)) {
            throw unknown(key, finished.root(), results.sweeps());
        }
        List<String> trials = results.sweep(sweep).stream()
                .map(RunData::id)
                .filter(finished.names()::contains)
                .toList();
        Check.that(!trials.isEmpty(), key + ".sweep", sweep, "a sweep with a finished trial");
        return (best == 0 ? trials : best(key, trials, results))
                .stream().map(finished::folder).toList();
    }

    @Override
    public Optional<String> folder(String run, String outputRoot) {
        return Optional.of(new ModelFiles(output.isEmpty() ? outputRoot : output, run).folder());
    }

    private List<String> best(String key, List<String> trials, Results results) {
        Map<String, List<EvaluationRow>> evaluations = results.rows(trials, EvaluationRow.class);
        Map<String, Double> scores = new HashMap<>();
        for (String trial : trials) {
            TrialScore score = TrialScore.of(evaluations.getOrDefault(trial, List.of()))
                    .orElseThrow(() -> new InvalidInputException(
                            "%s.best is %d but must be 0 where the table evaluations has no test of a trial, here of %s"
                                    .formatted(key, best, trial)));
            Check.that(
                    score.isValidated(),
                    key + ".best",
                    best,
                    "0 for a sweep without a validation split: the best by test accuracy would be evaluated on the images that "
                            + "selected them");
            scores.put(trial, score.validation());
        }
        return trials.stream()
                .sorted(Comparator.comparing(scores::get, Comparator.reverseOrder()))
                .limit(best)
                .toList();
    }

    private InvalidInputException unknown(String key, String root, List<String> known) {
        String help = Names.nearest(sweep, known)
                .map("did you mean %s?"::formatted)
                .orElse(known.isEmpty() ? "there are none" : "there are " + String.join(", ", known));
        return new InvalidInputException(
                "%s.sweep is %s but must be the id of a sweep under %s; %s".formatted(key, sweep, root, help));
    }
}
