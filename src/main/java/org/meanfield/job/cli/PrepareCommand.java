package org.meanfield.job.cli;

import java.util.concurrent.Callable;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.JsonLine;
import org.meanfield.job.train.TrainJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code prepare}: writes a data set as shards. */
@Command(
        name = "prepare",
        description = {
            "Write the job's data set as shards, which any number of executors can read.",
            "They are written once, to data.shards, where train finds them."
        },
        footer = {"", "Example: deploy/submit.sh prepare jobs/svhn-cnn-extra.yaml"})
public final class PrepareCommand extends StandardHelp implements Callable<Integer> {
    @Mixin
    private JobFile job;

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    @Override
    public Integer call() throws InterruptedException {
        try (Console console = Console.ofProcess(quiet)) {
            System.out.println(JsonLine.of(job.read(TrainJob.class).prepare(console)));
            return ExitCode.OK;
        }
    }
}
