package org.meanfield.job.train;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.meanfield.config.InvalidInputException;
import org.meanfield.job.common.Options;
import org.meanfield.train.checkpoint.Checkpoint;
import org.meanfield.train.checkpoint.Checkpoints;

/**
 * Where a training starts.
 *
 * @param checkpoint with which it starts
 * @param notes what the user should know of it; none for the initial state and for a checkpoint of its own
 */
record StartingPoint(Checkpoint checkpoint, List<String> notes) {
    /** Returns whether no round is done. */
    boolean isFirst() {
        return checkpoint.round() == 0;
    }

    /** Returns what there is to know of a training before its first round. */
    List<String> warnings(PreparedJob prepared) {
        return Stream.concat(notes.stream(), prepared.warnings().stream()).toList();
    }

    private StartingPoint(Checkpoint checkpoint) {
        this(checkpoint, List.of());
    }

    /**
     * Returns that which the options ask for.
     *
     * @throws InvalidInputException if there is an unfinished run, which is neither deleted nor continued unless asked for; or if there
     *     is nothing to continue
     */
    static StartingPoint of(PreparedJob prepared, Options options) {
        String runId = prepared.runId();
        Checkpoints own = new Checkpoints(
                options.output(), runId, prepared.job().checkpoint().keep());
        Checkpoint first = Checkpoint.first(prepared.job().initialState(prepared.learner()));
        int rounds = own.newestRound();
        return switch (options.existing()) {
            case RESTART -> new StartingPoint(first);
            case RESUME -> extended(prepared, options, rounds)
                    .orElseGet(() -> new StartingPoint(own.newest(options.console()::say)));
            case RESUME_OR_START -> extended(prepared, options, rounds)
                    .orElseGet(() ->
                            new StartingPoint(own.find(options.console()::say).orElse(first)));
            case REFUSE -> {
                if (rounds > 0) {
                    throw new InvalidInputException(
                            "%s is unfinished, after round %d of %d: add --resume to continue it, or --restart to delete it and start again"
                                    .formatted(runId, rounds, prepared.plan().rounds()));
                }
                yield new StartingPoint(first);
            }
        };
    }

    /** A run that has a checkpoint of its own continues from there. */
    private static Optional<StartingPoint> extended(PreparedJob prepared, Options options, int rounds) {
        return rounds > 0
                ? Optional.empty()
                : Extension.find(prepared, options.output(), options.console()::say)
                        .map(found -> new StartingPoint(found.start(), List.of(found.text())));
    }
}
