package org.meanfield;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.meanfield.config.InvalidInputException;
import org.meanfield.job.cli.DoctorCommand;
import org.meanfield.job.cli.ExplainCommand;
import org.meanfield.job.cli.ExportCommand;
import org.meanfield.job.cli.Failure;
import org.meanfield.job.cli.LrRangeCommand;
import org.meanfield.job.cli.NewCommand;
import org.meanfield.job.cli.PredictCommand;
import org.meanfield.job.cli.PrepareCommand;
import org.meanfield.job.cli.ReportCommand;
import org.meanfield.job.cli.RobustnessCommand;
import org.meanfield.job.cli.SamplesCommand;
import org.meanfield.job.cli.StandardHelp;
import org.meanfield.job.cli.StudyCommand;
import org.meanfield.job.cli.SummaryCommand;
import org.meanfield.job.cli.SweepCommand;
import org.meanfield.job.cli.TrainCommand;
import org.meanfield.job.common.Console;
import org.meanfield.job.common.SparkVersion;
import org.meanfield.job.common.Stopping;
import org.meanfield.spark.ClusterMode;
import org.meanfield.spark.TaskLog;
import org.meanfield.storage.LoginUser;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line: dispatches to a command, prints one-line errors and returns the exit code. */
@Command(
        name = "meanfield",
        description = "Trains DL4J networks on Apache Spark by parameter averaging.",
        subcommands = {
            NewCommand.class,
            TrainCommand.class,
            SweepCommand.class,
            PrepareCommand.class,
            SummaryCommand.class,
            SamplesCommand.class,
            StudyCommand.class,
            RobustnessCommand.class,
            ReportCommand.class,
            LrRangeCommand.class,
            DoctorCommand.class,
            PredictCommand.class,
            ExportCommand.class,
            ExplainCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: deploy/submit.sh train jobs/quickstart.yaml --set train.epochs=2"})
public final class Main extends StandardHelp implements Runnable {
    @Option(names = "--trace", scope = ScopeType.INHERIT, description = "Print the stack trace of an error.")
    private boolean trace;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Runs a command and ends the process with its exit code; a success inside YARN's application master by returning. */
    public static void main(String[] args) {
        // In a container without a locale Java would write "3?3" for "3×3".
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        TaskLog.install();
        Console.startClock();
        CountDownLatch ended = new CountDownLatch(1);
        Stopping.onSignal(Thread.currentThread(), ended);
        int exitCode = CommandLine.ExitCode.SOFTWARE;
        try {
            exitCode = run(args);
        } finally {
            ended.countDown();
        }
        if (exitCode == CommandLine.ExitCode.OK && ClusterMode.isApplicationMaster()) {
            ClusterMode.register();
        } else {
            System.exit(exitCode);
        }
    }

    /** Runs a command; returns 0 on success, 2 for invalid input, 143 if it was stopped, 1 for any other failure. */
    static int run(String... args) {
        System.setProperty("java.awt.headless", "true");
        Locale.setDefault(Locale.ROOT);
        LoginUser.nameIfNameless();
        Main main = new Main();
        CommandLine line = new CommandLine(main);
        line.setExpandAtFiles(false);
        line.setExecutionStrategy(parsed -> {
            TaskLog.keepAll(main.trace);
            return new CommandLine.RunLast().execute(parsed);
        });
        line.setParameterExceptionHandler((e, wrong) -> Failure.ofUsage(e).report(main.trace));
        line.setExecutionExceptionHandler((e, command, parsed) -> Failure.of(e).report(main.trace));
        try {
            SparkVersion.check();
            return line.execute(args);
        } catch (InvalidInputException | Error e) {
            return Failure.of(e).report(main.trace);
        }
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "No command is given: it must be one of %s, or --help"
                        .formatted(String.join(", ", spec.subcommands().keySet())));
    }
}
