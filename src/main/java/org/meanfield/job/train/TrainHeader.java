package org.meanfield.job.train;

import java.util.Locale;
import java.util.StringJoiner;
import org.meanfield.config.Names;
import org.meanfield.config.RecordWriter;
import org.meanfield.data.Dataset;
import org.meanfield.data.Split;
import org.meanfield.data.Splits;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.Options;
import org.meanfield.job.common.Provenance;
import org.meanfield.model.Architecture;
import org.meanfield.spark.Cluster;
import org.meanfield.train.Engine;
import org.meanfield.train.RoundPlan;

/** What a training is going to do, for the console, before its first round. */
final class TrainHeader {
    private TrainHeader() {}

    /**
     * Prints it.
     *
     * @param provenance of the run, with at least one executor
     * @param start number of rounds that are done already
     */
    static void say(Options options, PreparedJob prepared, Provenance provenance, int start, Cluster cluster) {
        Console console = options.console();
        String runId = provenance.runId();
        RoundPlan plan = prepared.plan();
        TrainJob job = prepared.job();
        console.note(
                start == 0
                        ? String.format(Locale.ROOT, "%s: %d rounds, %d epochs", runId, plan.rounds(), plan.epochs())
                        : String.format(
                                Locale.ROOT,
                                "%s: from round %d of %d, %d epochs",
                                runId,
                                start,
                                plan.rounds(),
                                plan.epochs()));
        console.note("  data     " + data(prepared));
        console.note(String.format(
                Locale.ROOT,
                "  model    %s, %,d parameters",
                Names.of(Architecture.class, job.model().getClass()),
                prepared.learner().summary().parameters()));
        if (!job.freeze().isEmpty()) {
            console.note("           " + prepared.learner().frozen());
        }
        console.note(String.format(
                Locale.ROOT,
                "  workers  %d on %d task slots of %d %s; batch %d, %s per round",
                plan.workers(),
                cluster.slots(),
                cluster.executors(),
                cluster.executors() == 1 ? "executor" : "executors",
                plan.batch(),
                plan.localSteps() == 1 ? "1 local step" : plan.localSteps() + " local steps"));
        console.note("  engine   %s, %s"
                .formatted(engine(job), provenance.executors().get(0).instructionSet()));
        console.note("  output   " + options.output());
        provenance.warnings().forEach(warning -> console.say("  warning: " + warning));
    }

    /** The engine's type and, if it has any, its settings. */
    private static String engine(TrainJob job) {
        StringJoiner words = new StringJoiner(" ");
        words.add(Names.of(Engine.class, job.engine().getClass()));
        RecordWriter.toTree((Record) job.engine()).forEach(setting -> words.add(setting.asText()));
        return words.toString();
    }

    private static String data(PreparedJob prepared) {
        Splits splits = prepared.data().splits();
        return String.format(
                Locale.ROOT,
                "%s: %,d training, %,d validation and %,d test images of %s in %d classes",
                Names.of(Dataset.class, prepared.job().data().getClass()),
                splits.count(Split.TRAIN),
                splits.count(Split.VALIDATION),
                splits.count(Split.TEST),
                splits.shape(),
                splits.classNames().size());
    }
}
