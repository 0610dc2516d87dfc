package org.meanfield.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.meanfield.report.chart.Axis;
import org.meanfield.report.chart.ChartColour;
import org.meanfield.report.chart.LineChart;
import org.meanfield.report.chart.LineChart.Look;
import org.meanfield.report.chart.LineChart.Series;
import org.meanfield.report.chart.PngCanvas;
import org.meanfield.report.chart.StackedBars;
import org.meanfield.tables.EvaluationRow;
import org.meanfield.tables.RoundRow;

/** Charts of a training run. */
public final class TrainingCharts {
    private static final String EPOCHS = "epochs";
    private static final List<String> PHASES =
            List.of("local steps", "task overhead", "broadcast", "mean and outer step", "checkpoint and tables");

    private static final List<Scored> SPLITS = List.of(
            new Scored("train", "training, all images", ChartColour.SERIES_2),
            new Scored("validation", "validation", ChartColour.SERIES_1),
            new Scored(EvaluationRow.TEST_EVERY_EPOCH, "test, every epoch", ChartColour.SERIES_5),
            new Scored("test", "test", ChartColour.TEXT));

    /** A split in the table and in the charts. */
    private record Scored(String label, String name, ChartColour colour) {}

    @FunctionalInterface
    private interface SeriesOf {
        Series of(String name, ChartColour colour, List<EvaluationRow> rows);
    }

    private final List<RoundRow> rounds;
    private final List<EvaluationRow> evaluations;
    private final EpochScale epochs;
    private final Axis x;

    private final int alike;

    /** Creates the charts of a run with at least one round. */
    TrainingCharts(List<RoundRow> rounds, List<EvaluationRow> evaluations) {
        this.rounds = rounds;
        this.evaluations = List.copyOf(evaluations);
        this.epochs = new EpochScale(rounds);
        this.alike = rounds.size() - (isLastShort(rounds) ? 1 : 0);
        this.x = Axis.counting(EPOCHS, DoubleStream.of(epochs.count()));
    }

    /**
     * Draws the loss curves of a training.
     *
     * @param rounds all rounds, in order; at least one
     * @param evaluations may be empty
     * @return a PNG
     */
    public static byte[] lossPicture(List<RoundRow> rounds, List<EvaluationRow> evaluations) {
        return PngCanvas.png(new TrainingCharts(rounds, evaluations).losses(), "Loss");
    }

    /** Returns a series of each split that was scored. */
    private List<Series> scored(SeriesOf series) {
        List<Series> all = new ArrayList<>();
        SPLITS.forEach(split -> {
            List<EvaluationRow> rows = evaluations.stream()
                    .filter(row -> row.split().equals(split.label))
                    .toList();
            if (!rows.isEmpty()) {
                all.add(series.of(split.name, split.colour, rows));
            }
        });
        return all;
    }

    /** What is measured over a round of fewer local steps is not to be compared with that of the others. */
    private static boolean isLastShort(List<RoundRow> rounds) {
        int last = rounds.size() - 1;
        return last > 0 && rounds.get(last).localSteps() < rounds.get(last - 1).localSteps();
    }

    private String perRoundNote(String note) {
        int steps = rounds.get(rounds.size() - 1).localSteps();
        return alike == rounds.size()
                ? note
                : note + " The last round, of only " + Numbers.counted(steps, "local step") + ", is left out.";
    }

    /** Returns the charts that have data. */
    List<Figure> all() {
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure("losses", "Loss", perRoundNote("The first rounds may be above the axis."), losses()));
        figures.add(Figure.orWhy(
                !evaluations.isEmpty(),
                "Nothing has been scored yet, and there is no validation split.",
                new Figure("accuracy", "Accuracy", "Bands are Wilson 95 % confidence intervals.", accuracy())));
        figures.add(new Figure(
                "learning-rate",
                "Learning rate",
                "At the last local step of each round.",
                perRound(
                        Axis.of("learning rate", values(rounds.size(), RoundRow::learningRate)),
                        rounds.size(),
                        RoundRow::learningRate)));
        if (rounds.stream().anyMatch(round -> round.consensusDistance() > 0)) {
            figures.add(new Figure(
                    "consensus-distance",
                    "Consensus distance",
                    perRoundNote("Distance of the workers' parameters from their mean, before averaging."),
                    perRound("consensus distance", RoundRow::consensusDistance)));
            figures.add(new Figure(
                    "cosine",
                    "Cosine similarity of the workers' updates",
                    perRoundNote("1 if all updates have the same direction, 0 if they are orthogonal."),
                    perRound("mean cosine of two workers' updates", RoundRow::cosine)));
        }
        figures.add(new Figure(
                "time",
                "Time per phase",
                "Local steps are the training itself; the rest is the overhead of rounds.",
                time()));
        figures.add(new Figure(
                "speed",
                "Throughput",
                perRoundNote("Over broadcast, tasks and mean."),
                perRoundFromZero("images per second", RoundRow::imagesPerSecond)));
        return figures;
    }

    /** Losses per round, epoch means, and evaluation losses. */
    LineChart losses() {
        double[] means = epochs.means(RoundRow::trainLoss);
        List<Series> series = new ArrayList<>();
        series.add(round("training, per round", ChartColour.SERIES_6, Look.THIN, alike, RoundRow::trainLoss));
        series.add(new Series("training, epoch mean", ChartColour.SERIES_0, Look.DOTS, epochs.middles(), means));
        series.addAll(scored(this::loss));
        DoubleStream scale =
                means.length > 1 ? Arrays.stream(means) : rounds.stream().mapToDouble(RoundRow::trainLoss);
        return new LineChart(
                x,
                Axis.fromZero("cross-entropy in nats", DoubleStream.concat(scale, evaluated(EvaluationRow::loss))),
                series);
    }

    /** Accuracies of the evaluations in percent, with their intervals. */
    LineChart accuracy() {
        DoubleStream ends = DoubleStream.concat(evaluated(row -> 100 * row.low()), evaluated(row -> 100 * row.high()));
        return new LineChart(x, Axis.of("accuracy in %", ends), scored(this::accuracy));
    }

    /** Seconds of each epoch by phase. */
    StackedBars time() {
        List<double[]> bars = List.of(
                epochs.sums(round -> Math.min(round.localStepsSeconds(), round.computeSeconds())),
                epochs.sums(round -> Math.max(0, round.computeSeconds() - round.localStepsSeconds())),
                epochs.sums(RoundRow::broadcastSeconds),
                epochs.sums(RoundRow::reduceSeconds),
                epochs.sums(RoundRow::checkpointSeconds));
        List<double[]> byEpoch = new ArrayList<>();
        for (int i = 0; i < epochs.count(); i++) {
            int epoch = i;
            byEpoch.add(bars.stream().mapToDouble(phase -> finite(phase[epoch])).toArray());
        }
        Axis seconds = Axis.fromZero("seconds", byEpoch.stream().mapToDouble(bar -> Arrays.stream(bar)
                .sum()));
        return new StackedBars("epoch", seconds, 1, PHASES, byEpoch);
    }

    private LineChart perRound(String label, ToDoubleFunction<RoundRow> value) {
        return perRound(Axis.of(label, values(alike, value)), alike, value);
    }

    private LineChart perRoundFromZero(String label, ToDoubleFunction<RoundRow> value) {
        return perRound(Axis.fromZero(label, values(alike, value)), alike, value);
    }

    private LineChart perRound(Axis y, int most, ToDoubleFunction<RoundRow> value) {
        return new LineChart(x, y, List.of(round(y.label(), ChartColour.SERIES_0, Look.LINE, most, value)));
    }

    private Series round(String name, ChartColour colour, Look look, int most, ToDoubleFunction<RoundRow> value) {
        return new Series(
                name,
                colour,
                look,
                Arrays.copyOf(epochs.ends(), most),
                values(most, value).toArray());
    }

    private DoubleStream values(int most, ToDoubleFunction<RoundRow> value) {
        return rounds.stream().limit(most).mapToDouble(value);
    }

    private Series loss(String name, ChartColour colour, List<EvaluationRow> rows) {
        return new Series(name, colour, Look.DOTS, at(rows), values(rows, EvaluationRow::loss));
    }

    private Series accuracy(String name, ChartColour colour, List<EvaluationRow> rows) {
        return new Series(
                name,
                colour,
                Look.DOTS,
                at(rows),
                values(rows, row -> 100 * row.accuracy()),
                values(rows, row -> 100 * row.low()),
                values(rows, row -> 100 * row.high()));
    }

    private double[] at(List<EvaluationRow> rows) {
        return values(rows, row -> epochs.end(row.round()));
    }

    private static double[] values(List<EvaluationRow> rows, ToDoubleFunction<EvaluationRow> value) {
        return rows.stream().mapToDouble(value).toArray();
    }

    private DoubleStream evaluated(ToDoubleFunction<EvaluationRow> value) {
        return evaluations.stream().mapToDouble(value);
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : 0; // DL4J's own trainer does not report phases
    }
}
