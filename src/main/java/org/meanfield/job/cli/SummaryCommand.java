package org.meanfield.job.cli;

import java.util.concurrent.Callable;
import org.meanfield.job.train.TrainJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** The command {@code summary}: prints the layers of a network. */
@Command(
        name = "summary",
        description = "Show the layers of the job's network, with their parameters and computational cost.",
        footer = {"", "Example: deploy/submit.sh summary jobs/svhn-cnn.yaml"})
public final class SummaryCommand extends StandardHelp implements Callable<Integer> {
    @Mixin
    private JobFile job;

    @Override
    public Integer call() {
        System.out.print(job.read(TrainJob.class).summary());
        return ExitCode.OK;
    }
}
