package org.meanfield.job.cli;

import java.util.concurrent.Callable;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.Existing;
import org.meanfield.job.common.JsonLine;
import org.meanfield.job.common.Options;
import org.meanfield.job.common.RunOutcome;
import org.meanfield.job.study.DepthStudy;
import org.meanfield.job.study.StudyJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code study}: holds what theory says against what is computed. */
@Command(
        name = "study",
        description =
                "Compare closed forms of the theory with computations and simulations, or propagate signals and gradients through deep stacks of layers.",
        footer = {"", "Example: deploy/submit.sh study jobs/course/ridge.yaml"})
public final class StudyCommand extends StandardHelp implements Callable<Integer> {
    @Mixin
    private JobFile job;

    @Mixin
    private OutputRoot output;

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    @Override
    public Integer call() throws InterruptedException {
        try (Console console = Console.ofProcess(quiet)) {
            Options options = new Options(output.root(), Existing.REFUSE, false, console);
            RunOutcome outcome = job.has("study")
                    ? job.read(StudyJob.class).run(options)
                    : job.read(DepthStudy.class).run(options);
            System.out.println(JsonLine.of(outcome.json()));
            return outcome.exitCode();
        }
    }
}
