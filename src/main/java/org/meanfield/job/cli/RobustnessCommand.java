package org.meanfield.job.cli;

import java.util.concurrent.Callable;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.JsonLine;
import org.meanfield.job.common.Options;
import org.meanfield.job.common.RunOutcome;
import org.meanfield.job.robustness.RobustnessJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code robustness}: scores models on corrupted images. */
@Command(
        name = "robustness",
        description = {
            "Score models on corrupted images; the job names the models, the corruptions and their severities.",
            "Prints one line of JSON at the end; rows are appended to the table robustness under the output root, "
                    + "from which the models are read too."
        },
        footer = {"", "Example: deploy/submit.sh robustness jobs/robustness-course.yaml --output meanfield-out"})
public final class RobustnessCommand extends StandardHelp implements Callable<Integer> {
    @Mixin
    private JobFile job;

    @Mixin
    private OutputRoot output;

    @Mixin
    private ExistingRun existing;

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    @Override
    public Integer call() throws InterruptedException {
        try (Console console = Console.ofProcess(quiet)) {
            RunOutcome outcome =
                    job.read(RobustnessJob.class).run(new Options(output.root(), existing.choice(), false, console));
            System.out.println(JsonLine.of(outcome.json()));
            return outcome.exitCode();
        }
    }
}
