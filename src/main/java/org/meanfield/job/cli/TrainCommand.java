package org.meanfield.job.cli;

import java.util.concurrent.Callable;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.JsonLine;
import org.meanfield.job.common.Options;
import org.meanfield.job.common.RunOutcome;
import org.meanfield.job.train.TrainJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code train}: trains a network. */
@Command(
        name = "train",
        description = {
            "Train the job's network.",
            "Prints one line of JSON at the end; rows, checkpoints, the model and a chart of the "
                    + "losses are written to the output root."
        },
        footer = {"", "Example: deploy/submit.sh train jobs/quickstart.yaml --set train.epochs=2"})
public final class TrainCommand extends StandardHelp implements Callable<Integer> {
    @Mixin
    private JobFile job;

    @Mixin
    private OutputRoot output;

    @Mixin
    private ExistingRun existing;

    @Mixin
    private TimeBudget budget;

    @Option(
            names = "--export",
            description = "Also write the model as dl4j.zip, with DL4J's own layers, loadable without Meanfield; with "
                    + "--resume also for a finished run.")
    private boolean export;

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    @Override
    public Integer call() throws InterruptedException {
        try (Console console = Console.ofProcess(quiet)) {
            RunOutcome outcome = job.read(TrainJob.class)
                    .run(new Options(output.root(), existing.choice(), export, budget.deadline(), console));
            System.out.println(JsonLine.of(outcome.json()));
            return outcome.exitCode();
        }
    }
}
