package org.meanfield.job.train;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.meanfield.config.Check;
import org.meanfield.storage.Listing;
import org.meanfield.storage.Storage;
import org.meanfield.train.RoundPlan;
import org.meanfield.train.checkpoint.Checkpoint;
import org.meanfield.train.checkpoint.Checkpoints;

/**
 * A run of a job with fewer epochs, which {@code train.extend} continues.
 *
 * @param text what becomes of it, for the console and the run's row
 */
record Extension(Checkpoint start, String text) {
    /**
     * Finds that of the most epochs which has a valid checkpoint.
     *
     * @param output the output root
     * @throws org.meanfield.config.InvalidInputException if its last round is shorter than the longer run's round at its place
     */
    static Optional<Extension> find(PreparedJob prepared, String output, Consumer<String> log) {
        TrainJob job = prepared.job();
        Set<String> runs = Set.copyOf(Listing.folders(Storage.child(output, "checkpoints")));
        for (int epochs = job.train().epochs() - 1; epochs > 0 && job.train().extend(); epochs--) {
            for (boolean extended : List.of(false, true)) {
                TrainJob shorter = job.lasting(epochs, extended);
                String runId = shorter.runId(prepared.data().hash());
                if (runs.contains(runId)) {
                    Optional<Checkpoint> found =
                            new Checkpoints(output, runId, job.checkpoint().keep()).find(log);
                    if (found.isPresent()) {
                        return Optional.of(of(prepared, shorter, runId, found.get()));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Extension of(PreparedJob prepared, TrainJob shorter, String runId, Checkpoint start) {
        RoundPlan plan = prepared.plan();
        RoundPlan before = shorter.train().plan(plan.samples());
        long steps = before.stepsAfter(start.round());
        Check.that(
                steps == plan.stepsAfter(start.round()),
                "train.extend",
                true,
                String.format(
                        Locale.ROOT,
                        "false: the last round of %s ended after %d local steps, and here it ends after %d",
                        runId,
                        steps,
                        plan.stepsAfter(start.round())));
        TrainJob job = prepared.job();
        return new Extension(
                start,
                String.format(
                        Locale.ROOT,
                        "continues %s of %d epochs after round %d; the schedule is now that of %d epochs: the learning rate, %.3g in the last step, is %.3g in the next",
                        runId,
                        before.epochs(),
                        start.round(),
                        plan.epochs(),
                        shorter.train().learningRate(steps - 1, before.totalSteps()),
                        job.train().learningRate(steps, plan.totalSteps())));
    }
}
