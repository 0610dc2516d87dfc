package org.meanfield.job.study;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.meanfield.evaluate.DepthCase;
import org.meanfield.job.common.Options;
import org.meanfield.job.common.Provenance;
import org.meanfield.job.common.RunOutcome;
import org.meanfield.job.common.RunStart;
import org.meanfield.job.common.Standing;
import org.meanfield.job.common.TrialKey;
import org.meanfield.report.DepthCurves;
import org.meanfield.spark.Sessions;
import org.meanfield.storage.Storage;
import org.meanfield.storage.Tables;
import org.meanfield.storage.WriteGuard;
import org.meanfield.tables.ActivationRow;
import org.meanfield.tables.RunStatus;

/** One execution of a {@link DepthStudy}, on the driver: from its draws to its rows and chart. */
final class DepthStudyRun {
    private final DepthStudy job;
    private final Options options;
    private final String runId;

    DepthStudyRun(DepthStudy job, Options options) {
        this.job = job;
        this.options = options;
        this.runId = job.runId();
    }

    RunOutcome run() throws InterruptedException {
        return options.leased(runId, this::run);
    }

    private RunOutcome run(WriteGuard guard) {
        try (SparkSession spark = Sessions.openForData(job.name())) {
            Tables tables = new Tables(options.output());
            Provenance provenance = new Provenance(
                    "study",
                    job.name(),
                    job.seed(),
                    job,
                    runId,
                    TrialKey.NONE,
                    "",
                    0,
                    List.of(),
                    spark.version(),
                    RunStart.now(),
                    guard,
                    List.of());
            tables.delete(runId, ActivationRow.class);
            provenance.write(tables, RunStatus.RUNNING, "");
            try {
                RunOutcome outcome = study(tables, guard);
                provenance.write(tables, RunStatus.FINISHED, "");
                return outcome;
            } catch (RuntimeException | Error e) {
                provenance.endedEarly(
                        tables,
                        e,
                        new JavaSparkContext(spark.sparkContext()),
                        () -> new Standing("before its table was written", Standing.REPEAT));
                throw e;
            }
        }
    }

    private RunOutcome study(Tables tables, WriteGuard guard) {
        double deviation = DepthCase.deviationOfProducts(job.products(), job.units(), job.seed());
        options.console()
                .say(String.format(
                        Locale.ROOT,
                        "%s: %,d products a · x have a deviation of %.2f; √%d is %.2f",
                        runId,
                        job.products(),
                        deviation,
                        job.units(),
                        Math.sqrt(job.units())));
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("run_id", runId);
        result.put("status", RunStatus.FINISHED.label());
        result.put("product_deviation", deviation);
        ObjectNode cases = result.putObject("cases");
        List<ActivationRow> rows = new ArrayList<>();
        for (DepthCase one : job.cases()) {
            options.console().show("  " + one.name());
            List<ActivationRow> layers = one.study(job.layers(), job.units(), job.inputs(), job.seed());
            summarize(one.name(), layers, cases.putObject(one.name()));
            rows.addAll(layers);
        }
        guard.check();
        tables.replace(runId, ActivationRow.class, rows);
        String picture = Storage.child(options.output(), "reports/" + runId + "/depth.png");
        Storage.write(picture, DepthCurves.png(rows));
        result.put("tables", Storage.child(options.output(), "tables"));
        result.put("picture", picture);
        return new RunOutcome(RunStatus.FINISHED, result);
    }

    /** Says what the last layer has, and where the first infinite value and the first NaN are; zero for nowhere. */
    private void summarize(String name, List<ActivationRow> layers, ObjectNode json) {
        ActivationRow last = layers.get(layers.size() - 1);
        OptionalInt infinite = first(layers, row -> row.infinite() > 0);
        OptionalInt nan = first(layers, row -> row.nan() > 0);
        json.put("first_infinite", infinite.orElse(0));
        json.put("first_nan", nan.orElse(0));
        if (Double.isFinite(last.std())) {
            json.put("last_std", last.std());
        }
        if (Double.isFinite(layers.get(0).gradientNorm())) {
            json.put("first_gradient_norm", layers.get(0).gradientNorm());
        }
        options.console()
                .say(String.format(
                        Locale.ROOT,
                        "  %-24s deviation %.2g at the last layer, gradient %.2g at the first%s%s",
                        name,
                        last.std(),
                        layers.get(0).gradientNorm(),
                        infinite.isPresent() ? "; infinite from layer " + infinite.getAsInt() : "",
                        nan.isPresent() ? ", NaN from layer " + nan.getAsInt() : ""));
    }

    private static OptionalInt first(List<ActivationRow> layers, Predicate<ActivationRow> holds) {
        return layers.stream().filter(holds).mapToInt(ActivationRow::depth).findFirst();
    }
}
