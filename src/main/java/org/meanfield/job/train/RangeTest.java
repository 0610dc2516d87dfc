package org.meanfield.job.train;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.config.Check;
import org.meanfield.config.Reason;
import org.meanfield.config.RecordWriter;
import org.meanfield.job.common.Options;
import org.meanfield.job.common.RunOutcome;
import org.meanfield.report.RangeCurve;
import org.meanfield.report.chart.CannotDrawException;
import org.meanfield.spark.ExecutorCheck;
import org.meanfield.spark.RoundTrainer;
import org.meanfield.spark.Sessions;
import org.meanfield.spark.Trainer;
import org.meanfield.storage.Storage;
import org.meanfield.tables.RoundRow;
import org.meanfield.tables.RunStatus;
import org.meanfield.train.Computing;
import org.meanfield.train.LearnerSettings;
import org.meanfield.train.RoundPlan;
import org.meanfield.train.State;

/**
 * A learning rate range test (Smith 2017, "Cyclical Learning Rates for Training Neural Networks", section 3.3): a short training in which the learning rate
 * grows from step to step, here by a constant ratio, until the loss explodes. Workers are averaged after every step, by the plain mean. It leaves a picture and no
 * run.
 */
public final class RangeTest {
    private static final int LEAST_STEPS = 20;
    private static final int MOST_STEPS = 10_000;

    private final TrainJob job;
    private final double from;
    private final double to;
    private final int steps;
    private final Options options;

    /**
     * Creates one.
     *
     * @param job whose learning rate and schedule do not matter
     * @param from the learning rate of the first step, positive
     * @param to that of the last, larger
     * @param steps how many there are at least; where they are more than an epoch, whole epochs
     */
    public RangeTest(TrainJob job, double from, double to, int steps, Options options) {
        Check.that(from > 0 && Double.isFinite(from), "--from", from, "positive");
        Check.that(to > from && to <= 1e6 * 1e6 * from, "--to", to, "above --from, and at most 1e12 times it");
        Check.that(
                steps >= LEAST_STEPS && steps <= MOST_STEPS,
                "--steps",
                steps,
                String.format(Locale.ROOT, "in %d … %d", LEAST_STEPS, MOST_STEPS));
        this.job = testing(job, from, to);
        this.from = from;
        this.to = to;
        this.steps = steps;
        this.options = options;
    }

    /** The job with one step in a round and a learning rate that grows. */
    private static TrainJob testing(TrainJob job, double from, double to) {
        ObjectNode tree = (ObjectNode) RecordWriter.toTree(job);
        ObjectNode train = tree.withObject("/train");
        train.put("local-steps", 1)
                .put("local-steps-warm-up", 0)
                .put("average-last", 0)
                .put("select", "last");
        train.put("trainer", "rounds");
        train.remove("extend");
        train.putObject("averaging").put("type", "mean");
        train.putObject("schedule").put("type", "exponential").put("last", to / from);
        train.withObject("/optimizer").put("learning-rate", from);
        return TrainJob.ofJson(tree.toString(), "The job of " + job.name());
    }

    /**
     * Trains, and writes the picture.
     *
     * @throws org.meanfield.config.InvalidInputException if job and data do not fit together
     */
    public RunOutcome run() throws InterruptedException {
        PreparedJob prepared = PreparedJob.of(job, OpenData.of(job.data(), options.console()));
        RangeCurve curve;
        options.console().begin(job.name() + ": starting Spark");
        try (JavaSparkContext context = Sessions.open(
                "lr-range " + job.name(), job.instructionSet().pinned(), new Computing(job.engine(), job.gpu()))) {
            ExecutorCheck.await(context, prepared.plan().workers());
            curve = RangeCurve.of(rounds(context, prepared));
        }
        return said(curve, prepared.runId());
    }

    /** Returns the steps, up to the one at which the loss is not finite or has exploded. */
    private List<RoundRow> rounds(JavaSparkContext context, PreparedJob prepared) throws InterruptedException {
        RoundPlan plan = plan(prepared.plan(), steps);
        LearnerSettings learner = LearnerSettings.of(
                job.model(),
                job.freeze(),
                job.data().shape(),
                prepared.job().data().classes(),
                job.train(),
                plan.totalSteps(),
                job.seed(),
                job.engine());
        List<RoundRow> rows = new ArrayList<>();
        try (RoundTrainer trainer =
                new RoundTrainer(context, prepared.training().with(plan, learner))) {
            State state = job.initialState(learner);
            while (rows.size() < plan.rounds() && !RangeCurve.hasExploded(rows)) {
                Trainer.RoundResult result = trainer.round(state, rows.size());
                state = result.state();
                rows.add(result.row());
                options.console()
                        .show(String.format(
                                Locale.ROOT,
                                "step %d of %d · learning rate %.3g · loss %.4f",
                                rows.size(),
                                plan.rounds(),
                                result.row().learningRate(),
                                result.row().trainLoss()));
            }
        }
        return rows;
    }

    /** As many images as the steps need, or all of them several times. */
    static RoundPlan plan(RoundPlan job, int steps) {
        int needed = (int) Math.min(job.samples(), (long) steps * job.workers() * job.batch());
        RoundPlan once = new RoundPlan(needed, job.workers(), job.batch(), 1, 1, 0);
        int epochs = (steps + once.stepsPerEpoch() - 1) / once.stepsPerEpoch();
        return new RoundPlan(needed, job.workers(), job.batch(), 1, epochs, 0);
    }

    private RunOutcome said(RangeCurve curve, String id) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("suggested", curve.suggested());
        json.put("lowest_loss_at", curve.lowestAt());
        json.put("from", from);
        json.put("to", to);
        json.put("steps", curve.rates().length);
        options.console()
                .say(String.format(
                        Locale.ROOT,
                        "%s: the loss is lowest at a learning rate of %.2g; suggested is a tenth of it: --set train.optimizer.learning-rate=%.2g",
                        job.name(),
                        curve.lowestAt(),
                        curve.suggested()));
        if (curve.isAtEnd()) {
            options.console().say("  the loss still falls at the end: raise --to");
        }
        String picture = Storage.child(options.output(), "reports/" + id + "/lr-range.png");
        try {
            Storage.write(picture, CannotDrawException.drawn(curve::picture));
            options.console().say("  picture  " + picture);
            json.put("picture", picture);
        } catch (CannotDrawException e) {
            options.console().say("No picture, since " + Reason.line(e));
        }
        return new RunOutcome(RunStatus.FINISHED, json);
    }
}
