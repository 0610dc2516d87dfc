package org.meanfield.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.meanfield.evaluate.Score;
import org.meanfield.metrics.EvaluationRow;
import org.meanfield.metrics.RoundRow;
import org.meanfield.spark.Evaluator;
import org.meanfield.spark.Trainer;
import org.meanfield.train.Checkpoint;
import org.meanfield.train.RoundPlan;
import org.meanfield.train.Selection;
import org.meanfield.train.State;

/** The rounds of a run, from wherever it stands to its end, with what was measured on the way. */
final class TrainLoop {
    private final TrainJob job;
    private final RoundPlan plan;
    private final Consumer<Checkpoint> keep;
    private final RoundProgress progress;

    private final List<RoundRow> rounds;
    private final List<EvaluationRow> evaluations;
    private State state;
    private State selected;
    private int selectedRound;
    private int round;

    /** Creates one that goes on from {@code start}; every checkpoint is given to {@code keep}. */
    TrainLoop(TrainJob job, RoundPlan plan, Checkpoint start, Consumer<Checkpoint> keep, RoundProgress progress) {
        this.job = job;
        this.plan = plan;
        this.keep = keep;
        this.progress = progress;
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
     * @return why it ended early, if it diverged
     */
    Optional<String> run(Trainer trainer, Optional<Evaluator> validation) {
        while (round < plan.rounds()) {
            Trainer.Outcome outcome = trainer.round(state, round);
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
            if (plan.endsEpoch(round - 1)) {
                validation.ifPresent(evaluator ->
                        select(evaluator.score(state.model().parameters()).score()));
            }
            if (job.train().select() == Selection.LAST) {
                selected = state.model();
                selectedRound = round;
            }
            if (round % job.checkpoint().rounds() == 0 && round < plan.rounds()) {
                checkpoint();
            }
            progress.show(plan, rounds, evaluations);
        }
        return Optional.empty();
    }

    /** Adds a row for a score of the selected state on {@code split}. */
    EvaluationRow evaluated(String split, int rounds, Score score) {
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
    Checkpoint here() {
        return new Checkpoint(round, state, selected, selectedRound, List.copyOf(rounds), List.copyOf(evaluations));
    }

    private void select(Score score) {
        double best =
                evaluations.stream().mapToDouble(EvaluationRow::accuracy).max().orElse(-1);
        evaluated("validation", round, score);
        if (job.train().select() == Selection.BEST_VALIDATION && score.accuracy() > best) {
            selected = state.model();
            selectedRound = round;
        }
    }

    private void checkpoint() {
        long start = System.nanoTime();
        keep.accept(here());
        RoundRow last = rounds.remove(rounds.size() - 1);
        rounds.add(last.withCheckpointSeconds((System.nanoTime() - start) / 1e9));
    }
}
