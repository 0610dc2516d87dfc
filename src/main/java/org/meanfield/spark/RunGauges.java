package org.meanfield.spark;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RoundRow;

/**
 * Gauges of the driver in Spark's metrics system, for whatever sinks the cluster has (Prometheus, Graphite, JMX). Of trials that are trained at
 * once, they show the round that ended last.
 */
public final class RunGauges {
    /** What is shown of a round; NaN before the first. */
    private record Shown(int round, double loss, double accuracy, double imagesPerSecond, double consensusDistance) {
        static final Shown NOTHING = new Shown(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    private static volatile Shown shown = Shown.NOTHING;
    private static final AtomicInteger TRIALS_DONE = new AtomicInteger();

    private RunGauges() {}

    /** Registers them, with nothing to show yet. */
    static void register(MetricRegistry registry) {
        shown = Shown.NOTHING;
        TRIALS_DONE.set(0);
        registry.register("round", (Gauge<Integer>) () -> shown.round());
        registry.register("train_loss", (Gauge<Double>) () -> shown.loss());
        registry.register("validation_accuracy", (Gauge<Double>) () -> shown.accuracy());
        registry.register("images_per_second", (Gauge<Double>) () -> shown.imagesPerSecond());
        registry.register("consensus_distance", (Gauge<Double>) () -> shown.consensusDistance());
        registry.register("trials_done", (Gauge<Integer>) TRIALS_DONE::get);
    }

    /** Shows the last round. */
    public static void show(List<RoundRow> rounds, List<EvaluationRow> evaluations) {
        RoundRow last = rounds.get(rounds.size() - 1);
        shown = new Shown(
                last.round(),
                last.trainLoss(),
                EvaluationRow.lastValidation(evaluations)
                        .map(EvaluationRow::accuracy)
                        .orElse(Double.NaN),
                last.imagesPerSecond(),
                last.consensusDistance());
    }

    /** Shows how many trials of a sweep have ended. */
    public static void trialsDone(int trials) {
        TRIALS_DONE.set(trials);
    }
}
