package org.meanfield.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.meanfield.data.Split;
import org.meanfield.evaluate.Predictions;
import org.meanfield.evaluate.Score;
import org.meanfield.evaluate.Scored;
import org.meanfield.evaluate.Scoring;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RoundRow;
import org.meanfield.train.RoundPlan;
import org.meanfield.train.Selection;
import org.meanfield.train.State;
import org.meanfield.train.TrainSettings;
import org.meanfield.train.checkpoint.Checkpoint;

/**
 * A training from a checkpoint to its result: rounds, recalibration and test, with what was measured on the way. It is the
 * same whether rounds are taken over the cluster or within one task.
 */
public final class TrainLoop {
    /** Follows the training. */
    public interface Watcher {
        /** Keeps a checkpoint. */
        void checkpoint(Checkpoint point);

        /** Is given all rows after each round. */
        void round(List<RoundRow> rounds, List<EvaluationRow> evaluations);

        /** Is given the end of the last round, before the test. */
        void trained(Checkpoint end);
    }

    private final Training training;
    private final TrainSettings settings;
    private final RoundPlan plan;
    private final int startRound;
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
    public TrainLoop(Training training, int checkpointRounds, Checkpoint start, Watcher watcher) {
        this.training = training;
        this.settings = training.settings();
        this.plan = training.plan();
        this.startRound = start.round();
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
     * Trains until {@code until} rounds are taken. At the end of the training the selected state is recalibrated, where the
     * job asks for it, and scored on the test split.
     *
     * @param recalibrator measures the running statistics of a state before it is scored
     * @param scorers scores models on a split
     */
    public TrainingResult run(Trainer trainer, Recalibrator recalibrator, Function<Scoring, Scorer> scorers, int until)
            throws InterruptedException {
        Scoring validation = training.scoring(Split.VALIDATION);
        Optional<String> diverged = rounds(
                trainer,
                validation.images() == 0
                        ? Optional.empty()
                        : Optional.of(recalibrator.before(scorers.apply(validation))),
                until);
        if (diverged.isPresent() || until < plan.rounds()) {
            return new TrainingResult(here(), diverged.orElse(""), Predictions.none());
        }
        if (round > startRound) {
            // A run that is stopped during its test tests again when it resumes, and trains no round twice.
            watcher.trained(here());
        }
        selected = recalibrator.recalibrated(selected);
        Scored test = scorers.apply(training.scoring(Split.TEST)).score(selected.parameters());
        evaluated(Split.TEST, selectedRound, test.score());
        return new TrainingResult(here(), "", test.predictions());
    }

    /** Takes the rounds that are left; returns why it ended early, if it diverged. */
    private Optional<String> rounds(Trainer trainer, Optional<Scorer> validation, int until)
            throws InterruptedException {
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

    private void evaluated(Split split, int rounds, Score score) {
        evaluations.add(new EvaluationRow(
                split.label(),
                rounds,
                (int) (plan.stepsAfter(rounds) / plan.stepsPerEpoch()),
                score.examples(),
                score.correct(),
                score.accuracy(),
                score.interval().low(),
                score.interval().high(),
                score.loss(),
                score.calibrationError()));
    }

    private Checkpoint here() {
        return new Checkpoint(round, state, selected, selectedRound, List.copyOf(rounds), List.copyOf(evaluations));
    }

    private void select(Score score) {
        double best =
                evaluations.stream().mapToDouble(EvaluationRow::accuracy).max().orElse(-1);
        evaluated(Split.VALIDATION, round, score);
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
