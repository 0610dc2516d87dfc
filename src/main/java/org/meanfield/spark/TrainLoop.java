package org.meanfield.spark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.meanfield.train.State;
import org.meanfield.train.TrainSettings;
import org.meanfield.train.checkpoint.Checkpoint;

/**
 * The training loop: from a checkpoint through rounds, validation and checkpoints to recalibration and test. It is the
 * same for rounds over the cluster and within one task.
 */
public final class TrainLoop {
    /** Observer of a training. */
    public interface Watcher {
        /** Writes a checkpoint. */
        void checkpoint(Checkpoint point);

        /** Called after each round, with all rows so far. */
        void round(List<RoundRow> rounds, List<EvaluationRow> evaluations);

        /** Called after the last round, before the test. */
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
    private double validationSeconds;

    /**
     * Creates a loop that continues from {@code start}.
     *
     * @param checkpointRounds rounds between checkpoints
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
     * Trains as far as {@code until}, at least one round if any is left. At the end of the training, after the last round of the job or
     * by early stopping, the selected state is recalibrated, if the job asks for it, and scored on the test split.
     *
     * @param recalibrator recalibrates the running statistics of a state before it is scored
     * @param scorers create the scorer of a split
     */
    public TrainingResult run(
            Trainer trainer, Recalibrator recalibrator, Function<Scoring, Scorer> scorers, Until until)
            throws InterruptedException {
        Map<String, Scorer> everyEpoch = new LinkedHashMap<>();
        training.everyEpoch()
                .forEach((label, split) ->
                        everyEpoch.put(label, recalibrator.before(scorers.apply(training.scoring(split)))));
        Optional<String> diverged = rounds(trainer, everyEpoch, until);
        boolean timeUp = diverged.isEmpty() && round < until.rounds() && !training.isOver(evaluations);
        if (diverged.isPresent() || timeUp || (until.rounds() < plan.rounds() && !training.isOver(evaluations))) {
            return new TrainingResult(here(), diverged.orElse(""), timeUp, validationSeconds, Predictions.none());
        }
        if (round > startRound) {
            // A run stopped during its test repeats the test on resume, and no round.
            watcher.trained(here());
        }
        return test(recalibrator, scorers);
    }

    /** Recalibrates the selected state, if the job asks for it, and scores it on the test split; before the first validation the newest. */
    public TrainingResult test(Recalibrator recalibrator, Function<Scoring, Scorer> scorers)
            throws InterruptedException {
        if (selectedRound == 0) {
            selected = state.model();
            selectedRound = round;
        }
        selected = recalibrator.recalibrated(selected);
        Scored test = scorers.apply(training.scoring(Split.TEST)).score(selected.parameters());
        evaluated(Split.TEST.label(), selectedRound, test.score());
        boolean early = !training.isOver(evaluations) && round < plan.rounds();
        return new TrainingResult(here(), "", early, validationSeconds, test.predictions());
    }

    /** Runs the remaining rounds; returns the reason, if it diverged. */
    private Optional<String> rounds(Trainer trainer, Map<String, Scorer> everyEpoch, Until until)
            throws InterruptedException {
        int before = round;
        while (round < until.rounds() && !training.isOver(evaluations) && (round == before || !until.isTimeUp())) {
            int evaluated = evaluations.size();
            Trainer.RoundResult result = trainer.round(state, round);
            rounds.add(result.row());
            Optional<String> diverged =
                    Divergence.of(result, settings.optimizer().learningRate());
            if (diverged.isPresent()) {
                return diverged;
            }
            state = result.state();
            round++;
            if (plan.endsEpoch(round - 1)) {
                for (Map.Entry<String, Scorer> one : everyEpoch.entrySet()) {
                    long start = System.nanoTime();
                    Score score =
                            one.getValue().score(state.model().parameters()).score();
                    if (one.getKey().equals(Split.VALIDATION.label())) {
                        validationSeconds += (System.nanoTime() - start) / 1e9;
                    }
                    evaluated(one.getKey(), round, score);
                }
            }
            if (training.selects(evaluations, evaluated)) {
                selected = state.model();
                selectedRound = round;
            }
            if (round % checkpointRounds == 0 && round < until.rounds()) {
                checkpoint();
            }
            watcher.round(rounds, evaluations);
        }
        return Optional.empty();
    }

    private void evaluated(String split, int rounds, Score score) {
        evaluations.add(score.row(split, rounds, (int) (plan.stepsAfter(rounds) / plan.stepsPerEpoch())));
    }

    private Checkpoint here() {
        return new Checkpoint(round, state, selected, selectedRound, List.copyOf(rounds), List.copyOf(evaluations));
    }

    private void checkpoint() {
        long start = System.nanoTime();
        watcher.checkpoint(here());
        RoundRow last = rounds.remove(rounds.size() - 1);
        rounds.add(last.withCheckpointSeconds((System.nanoTime() - start) / 1e9));
    }
}
