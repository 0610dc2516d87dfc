package org.meanfield.job.cli;

import java.util.concurrent.Callable;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.Existing;
import org.meanfield.job.common.JsonLine;
import org.meanfield.job.common.Options;
import org.meanfield.job.common.RunOutcome;
import org.meanfield.job.study.DepthStudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code study}: measures signals and gradients in deep stacks of layers. */
@Command(
        name = "study",
        description =
                "Propagate signals forward and gradients back through deep stacks of layers, one for each initialization.",
        footer = {"", "Example: deploy/submit.sh study jobs/init-depth-study.yaml"})
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
            RunOutcome outcome = job.read(DepthStudy.class).run(options);
            System.out.println(JsonLine.of(outcome.json()));
            return outcome.exitCode();
        }
    }
}
