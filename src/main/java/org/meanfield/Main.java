package org.meanfield;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.RecordReader;
import org.meanfield.data.Storage;
import org.meanfield.job.Console;
import org.meanfield.job.Options;
import org.meanfield.job.RunOutcome;
import org.meanfield.job.TrainJob;
import org.meanfield.metrics.RunStatus;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** The door: a command and a job file in, one line of JSON and an exit code out. */
@Command(
        name = "meanfield",
        description = "Trains DL4J networks on Apache Spark by parameter averaging.",
        subcommands = {Main.Train.class, Main.Summary.class},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_INPUT = 2;

    @Option(names = "--trace", scope = ScopeType.INHERIT, description = "Show where in the program an error came from.")
    private boolean trace;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs a command; returns 0 if it is done, 2 if the input was wrong, 1 after anything else. */
    static int run(String... args) {
        System.setProperty("java.awt.headless", "true");
        Main main = new Main();
        CommandLine line = new CommandLine(main);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((e, wrong) -> report(main.trace, e, WRONG_INPUT));
        line.setExecutionExceptionHandler((e, command, parsed) ->
                report(main.trace, e, e instanceof InvalidInputException ? WRONG_INPUT : FAILED));
        return line.execute(args);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "No command: give one of " + spec.subcommands().keySet() + ", or --help");
    }

    private static int report(boolean trace, Exception e, int exitCode) {
        PrintStream err = System.err;
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        err.println("meanfield: " + message.lines().findFirst().orElse(message));
        if (trace) {
            e.printStackTrace(err);
        }
        return exitCode;
    }

    /** The job file and what changes it, the same for every command. */
    static final class JobFile {
        @Parameters(paramLabel = "JOB.yaml", description = "The job file: local, hdfs:// or s3a://.")
        private String file;

        @Option(
                names = "--set",
                paramLabel = "KEY.PATH=VALUE",
                description = "Change a key of the job; the value is YAML. May be given several times.")
        private List<String> overrides = new ArrayList<>();

        TrainJob read() {
            Storage.configure(SparkHadoopUtil.get().newConfiguration(new SparkConf()));
            if (!Storage.exists(file)) {
                throw new InvalidInputException("JOB.yaml is %s but must be a file that exists".formatted(file));
            }
            return RecordReader.read(
                    new String(Storage.read(file), StandardCharsets.UTF_8), file, TrainJob.class, overrides);
        }
    }

    @Command(name = "train", description = "Train the job's network.", mixinStandardHelpOptions = true)
    static final class Train implements Callable<Integer> {
        @Mixin
        private JobFile job;

        @Option(
                names = "--output",
                paramLabel = "DIR",
                defaultValue = "meanfield-out",
                description = "The output root: local, hdfs:// or s3a:// (default: ${DEFAULT-VALUE}).")
        private String output;

        @Option(names = "--resume", description = "Go on from the newest valid checkpoint of the same run.")
        private boolean resume;

        @Option(names = "--quiet", description = "Show no progress.")
        private boolean quiet;

        @Override
        public Integer call() throws InterruptedException {
            RunOutcome outcome = job.read().run(new Options(output, resume, Console.ofProcess(quiet)));
            System.out.println(outcome.json());
            return outcome.status() == RunStatus.FINISHED ? DONE : FAILED;
        }
    }

    @Command(name = "summary", description = "Show the layers of the job's network.", mixinStandardHelpOptions = true)
    static final class Summary implements Callable<Integer> {
        @Mixin
        private JobFile job;

        @Override
        public Integer call() {
            System.out.print(job.read().summary());
            return DONE;
        }
    }
}
