package org.meanfield.job.cli;

import java.util.concurrent.Callable;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.Existing;
import org.meanfield.job.common.JsonLine;
import org.meanfield.job.common.Options;
import org.meanfield.job.common.RunOutcome;
import org.meanfield.job.train.RangeTest;
import org.meanfield.job.train.TrainJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code lr-range}: suggests a learning rate. */
@Command(
        name = "lr-range",
        description = {
            "Suggest a learning rate by a short training in which it grows until the loss explodes.",
            "The learning rate range test of Smith (2017). Draws the losses under the output root; prints one line of JSON at the end."
        },
        footer = {"", "Example: deploy/submit.sh lr-range jobs/quickstart.yaml"})
public final class LrRangeCommand extends StandardHelp implements Callable<Integer> {
    @Mixin
    private JobFile job;

    @Mixin
    private OutputRoot output;

    @Option(
            names = "--from",
            paramLabel = "RATE",
            defaultValue = "1e-6",
            description = "The learning rate of the first step (default: ${DEFAULT-VALUE}).")
    private double from;

    @Option(
            names = "--to",
            paramLabel = "RATE",
            defaultValue = "1",
            description =
                    "The learning rate of the last step, if the loss has not exploded before (default: ${DEFAULT-VALUE}).")
    private double to;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "200",
            description = "Local steps of each worker (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    @Override
    public Integer call() throws InterruptedException {
        try (Console console = Console.ofProcess(quiet)) {
            Options options = new Options(output.root(), Existing.REFUSE, false, console);
            RunOutcome outcome = new RangeTest(job.read(TrainJob.class), from, to, steps, options).run();
            System.out.println(JsonLine.of(outcome.json()));
            return outcome.exitCode();
        }
    }
}
