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

/** The rounds of a run, from wherever it stands to its end, with what was measured on the way. */
public final class TrainLoop {
    /** Is told how far the run is. */
    public interface Watcher {
        /** Keeps a checkpoint. */
        void checkpoint(Checkpoint point);

        /** Sees what a round has added. */
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
     * Creates one that goes on from {@code start}.
     *
     * @param checkpointRounds a checkpoint is kept after every so many rounds
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
     * Takes the rounds that are left.
     *
     * @param validation scores a model at the end of each epoch; empty without a validation split
     * @param until the rounds after which it stops
     * @return why it ended early, if it diverged
     */
    public Optional<String> run(Trainer trainer, Optional<Scorer> validation, int until) throws InterruptedException {
        while (round < until) {
            Trainer.RoundResult outcome = trainer.round(state, round);
            rounds.add(outcome.row());
            if (!Double.isFinite(outcome.row().trainLoss()) || !outcome.state().isFinite()) {
                return Optional.of("round %d diverged: its loss is %s and its parameters are %s finite"
                        .formatted(
                                round + 1,
                                outcome.row().trainLoss(),
                                outcome.state().isFinite() ? "all" : "not all"));
            }
            state = outcome.state();
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

    /** Adds a row for a score of the selected state on {@code split}. */
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

    /** Returns where it stands. */
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
