package org.meanfield.job.cli;

import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Reason;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.JsonLine;
import org.meanfield.job.common.Options;
import org.meanfield.job.report.ReportRun;
import org.meanfield.job.sweep.SweepJob;
import org.meanfield.job.sweep.SweepOutcome;
import org.meanfield.job.sweep.SweepRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code sweep}: trains variants of a job. */
@Command(
        name = "sweep",
        description = {
            "Train many variants of a job: a grid, random draws or a list of changes, each with several seeds.",
            "Every trial is a run with rows and, once finished, a model; prints one line of JSON at the end."
        },
        footer = {"", "Example: deploy/submit.sh sweep jobs/sweep-initializations.yaml --dry-run"})
public final class SweepCommand extends StandardHelp implements Callable<Integer> {
    @Mixin
    private JobFile job;

    @Mixin
    private OutputRoot output;

    @Mixin
    private ExistingRun existing;

    @Mixin
    private TimeBudget budget;

    @Option(
            names = "--dry-run",
            description = "Show the cells, the number of trials and their estimated duration; write nothing.")
    private boolean dryRun;

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    @Override
    public Integer call() throws InterruptedException {
        try (Console console = Console.ofProcess(quiet)) {
            SweepRun sweep = SweepRun.of(
                    job.read(SweepJob.class),
                    new Options(output.root(), existing.choice(), false, budget.deadline(), console));
            if (dryRun) {
                System.out.print(sweep.preview());
                return ExitCode.OK;
            }
            SweepOutcome outcome = sweep.run();
            page(outcome.json().path("sweep_id").asText(), console);
            System.out.println(JsonLine.of(outcome.json()));
            return outcome.exitCode();
        }
    }

    /** Writes the sweep's page; that it cannot be written is no failure of the sweep. */
    private void page(String id, Console console) {
        console.show(id + ": writing the page");
        try {
            console.say("  page     "
                    + new ReportRun(output.root(), console)
                            .sweep(id)
                            .path("page")
                            .asText());
        } catch (InvalidInputException | UncheckedIOException e) {
            console.say("  no page was written: " + Reason.line(e));
        }
    }
}
