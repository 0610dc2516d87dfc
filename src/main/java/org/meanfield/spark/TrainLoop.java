package org.meanfield.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meanfield.evaluate.Score;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.train.RoundPlan;
import org.meanfield.train.Selection;
import org.meanfield.train.State;
import org.meanfield.train.TrainSettings;
import org.meanfield.train.checkpoint.Checkpoint;

/**
 * The training loop of a run: its rounds from a checkpoint to the end, with validation, model selection and
 * checkpoints.
 */
public final class TrainLoop {
    /** Observer of a run's progress. */
    public interface Watcher {
        /** Writes a checkpoint. */
        void checkpoint(Checkpoint point);

        /** Observes all rows so far, after each round. */
        void round(List<RoundRow> rounds, List<EvaluationRow> evaluations);
    }

    private final TrainSettings settings;
    private final RoundPlan plan;
    private final int checkpointRounds;
    private final Watcher watcher;

    private final List<RoundRow> rounds;
    private final List<EvaluationRow> evaluations;
    private State state;
    private State selected;
    private int selectedRound;
    private int round;

    /**
     * Creates a loop that continues from {@code start}.
     *
     * @param checkpointRounds rounds between checkpoints
     */
    public TrainLoop(TrainSettings settings, RoundPlan plan, int checkpointRounds, Checkpoint start, Watcher watcher) {
        this.settings = settings;
        this.plan = plan;
        this.checkpointRounds = checkpointRounds;
        this.watcher = watcher;
        this.rounds = new ArrayList<>(start.rounds());
        this.evaluations = new ArrayList<>(start.evaluations());
        this.state = start.state();
        this.selected = start.selected();
        this.selectedRound = start.selectedRound();
        this.round = start.round();
    }

    /**
     * Runs the remaining rounds.
     *
     * @param validation scores a model at the end of each epoch; empty without a validation split
     * @param until the rounds after which it stops
     * @return the reason, if it diverged
     */
    public Optional<String> run(Trainer trainer, Optional<Scorer> validation, int until) throws InterruptedException {
        while (round < until) {
            Trainer.RoundResult result = trainer.round(state, round);
            rounds.add(result.row());
            if (!Double.isFinite(result.row().trainLoss()) || !result.state().isFinite()) {
                return Optional.of("round %d diverged: its loss is %s and its parameters are %s finite"
                        .formatted(
                                round + 1,
                                result.row().trainLoss(),
                                result.state().isFinite() ? "all" : "not all"));
            }
            state = result.state();
            round++;
            if (plan.endsEpoch(round - 1) && validation.isPresent()) {
                select(validation.get().score(state.model().parameters()).score());
            }
            if (settings.select() == Selection.LAST) {
                selected = state.model();
                selectedRound = round;
            }
            if (round % checkpointRounds == 0 && round < until) {
                checkpoint();
            }
            watcher.round(rounds, evaluations);
        }
        return Optional.empty();
    }

    /** Adds and returns the row of a score on {@code split}. */
    public EvaluationRow evaluated(String split, int rounds, Score score) {
        EvaluationRow row = new EvaluationRow(
                split,
                rounds,
                (int) (plan.stepsAfter(rounds) / plan.stepsPerEpoch()),
                score.examples(),
                score.correct(),
                score.accuracy(),
                score.interval().low(),
                score.interval().high(),
                score.loss(),
                score.calibrationError());
        evaluations.add(row);
        return row;
    }

    /** Returns the current state as a checkpoint. */
    public Checkpoint here() {
        return new Checkpoint(round, state, selected, selectedRound, List.copyOf(rounds), List.copyOf(evaluations));
    }

    private void select(Score score) {
        double best =
                evaluations.stream().mapToDouble(EvaluationRow::accuracy).max().orElse(-1);
        evaluated("validation", round, score);
        if (settings.select() == Selection.BEST_VALIDATION && score.accuracy() > best) {
            selected = state.model();
            selectedRound = round;
        }
    }

    private void checkpoint() {
        long start = System.nanoTime();
        watcher.checkpoint(here());
        RoundRow last = rounds.remove(rounds.size() - 1);
        rounds.add(last.withCheckpointSeconds((System.nanoTime() - start) / 1e9));
    }
}
