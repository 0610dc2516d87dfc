package org.meanfield.job.cli;

import java.util.concurrent.Callable;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.Existing;
import org.meanfield.job.common.JsonLine;
import org.meanfield.job.common.Options;
import org.meanfield.job.train.TrainJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code samples}: draws augmented training images. */
@Command(
        name = "samples",
        description = "Draw the job's first training images as its augmentations change them.",
        footer = {"", "Example: deploy/submit.sh samples docs/augmentations.yaml --images 2"})
public final class SamplesCommand extends StandardHelp implements Callable<Integer> {
    @Mixin
    private JobFile job;

    @Mixin
    private OutputRoot output;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "4",
            description = "How many training images to show (default: ${DEFAULT-VALUE}).")
    private int images;

    @Override
    public Integer call() {
        try (Console console = Console.ofProcess(false)) {
            Options options = new Options(output.root(), Existing.REFUSE, false, console);
            System.out.println(JsonLine.of(
                    job.read(TrainJob.class).samples(images, options).json()));
            return ExitCode.OK;
        }
    }
}
