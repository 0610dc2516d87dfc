package org.meanfield.job.study;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.meanfield.evaluate.study.Outcome;
import org.meanfield.job.common.Options;
import org.meanfield.job.common.RunOutcome;
import org.meanfield.report.StudyCurves;
import org.meanfield.storage.Storage;
import org.meanfield.storage.Tables;
import org.meanfield.storage.WriteGuard;
import org.meanfield.tables.RunStatus;
import org.meanfield.tables.StudyRow;

/** One execution of a {@link StudyJob}: repetitions as tasks, then rows, picture and verdict on the driver. */
final class StudyRun {
    /** Of about a second or less, so that slow executors get fewer. */
    private static final int TASKS_PER_SLOT = 4;

    private final StudyJob job;
    private final Options options;
    private final RecordedStudy recorded;

    StudyRun(StudyJob job, Options options) {
        this.job = job;
        this.options = options;
        this.recorded = new RecordedStudy(job.name(), job.seed(), job, StudyRow.class);
    }

    RunOutcome run() throws InterruptedException {
        return recorded.run(options, this::study);
    }

    private RunOutcome study(JavaSparkContext context, Tables tables, WriteGuard guard) {
        Outcome outcome = job.study().outcome(repetitions(context), job.seed());
        guard.check();
        tables.replace(recorded.runId(), StudyRow.class, outcome.rows());
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("run_id", recorded.runId());
        result.put("status", RunStatus.FINISHED.label());
        summarize(outcome, result);
        result.put("tables", Storage.child(options.output(), "tables"));
        Optional<byte[]> drawn = StudyCurves.png(outcome.rows());
        if (drawn.isPresent()) {
            String picture = Storage.child(options.output(), "reports/" + recorded.runId() + "/study.png");
            Storage.write(picture, drawn.get());
            result.put("picture", picture);
        }
        return new RunOutcome(RunStatus.FINISHED, result);
    }

    private List<double[]> repetitions(JavaSparkContext context) {
        int count = job.study().repetitions();
        if (count == 0) {
            return List.of();
        }
        options.console().show(String.format(Locale.ROOT, "%,d repetitions", count));
        context.setJobDescription(String.format(Locale.ROOT, "%s: %,d repetitions", recorded.runId(), count));
        List<Integer> numbers = IntStream.range(0, count).boxed().toList();
        return context.parallelize(numbers, Math.min(count, TASKS_PER_SLOT * context.defaultParallelism()))
                .map(new Repetition(job.study(), job.seed()))
                .collect();
    }

    private void summarize(Outcome outcome, ObjectNode result) {
        String verdict = outcome.asExpected() ? "as expected" : "not as expected";
        options.console().say("%s: %s".formatted(recorded.runId(), verdict));
        ObjectNode quantities = result.put("verdict", verdict).putObject("quantities");
        outcome.quantities().forEach((quantity, rows) -> {
            long holding = rows.stream().filter(StudyRow::holds).count();
            quantities
                    .putObject(quantity)
                    .put("values", rows.size())
                    .put("as_expected", holding)
                    .put("holds", Outcome.holds(rows));
            options.console()
                    .say(String.format(
                            Locale.ROOT,
                            "  %s: %,d of %,d as expected%s",
                            quantity,
                            holding,
                            rows.size(),
                            Outcome.holds(rows) ? "" : ", which are too few"));
        });
        outcome.notes().forEach(note -> options.console().say("  " + note));
    }
}
