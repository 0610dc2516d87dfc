package org.meanfield;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.meanfield.config.InvalidInputException;
import org.meanfield.job.Console;
import org.meanfield.job.JobFile;
import org.meanfield.job.Options;
import org.meanfield.job.RunOutcome;
import org.meanfield.job.UsageErrors;
import org.meanfield.job.Versions;
import org.meanfield.metrics.RunStatus;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The door: a command and a job file in, one line of JSON and an exit code out. */
@Command(
        name = "meanfield",
        description = "Trains DL4J networks on Apache Spark by parameter averaging.",
        subcommands = {Main.Train.class, Main.Prepare.class, Main.Summary.class, Main.Samples.class},
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes: 0 done; 2 wrong input, told in one line; 1 anything else.",
            "Example: train jobs/quickstart.yaml --set train.epochs=2 --output /tmp/first"
        })
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
        // In a container without a locale Java would write "3?3" for "3×3".
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        System.exit(run(args));
    }

    /** Runs a command; returns 0 if it is done, 2 if the input was wrong, 1 after anything else. */
    static int run(String... args) {
        System.setProperty("java.awt.headless", "true");
        Locale.setDefault(Locale.ROOT);
        Main main = new Main();
        CommandLine line = new CommandLine(main);
        line.setExpandAtFiles(false);
        line.setParameterExceptionHandler((e, wrong) -> report(main.trace, e, UsageErrors.message(e), WRONG_INPUT));
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            Throwable reason = reason(e);
            return report(
                    main.trace, e, reason.getMessage(), reason instanceof InvalidInputException ? WRONG_INPUT : FAILED);
        });
        try {
            return line.execute(args);
        } catch (OutOfMemoryError e) {
            return report(main.trace, e, e + ": give the driver more, for instance --driver-memory 8g", FAILED);
        } catch (LinkageError e) { // a library that is not for this machine
            return report(main.trace, e, e.toString(), FAILED);
        }
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "No command is given: it must be one of %s, or --help"
                        .formatted(String.join(", ", spec.subcommands().keySet())));
    }

    /** Returns what went wrong for a user: of a task's failure, which Spark wraps, the line that was meant for one. */
    private static Throwable reason(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidInputException || cause instanceof UncheckedIOException) {
                return cause;
            }
        }
        return e;
    }

    private static int report(boolean trace, Throwable e, String message, int exitCode) {
        String text = message == null ? e.toString() : message;
        System.err.println("meanfield: " + text.lines().findFirst().orElseGet(e::toString));
        if (trace) {
            e.printStackTrace(System.err);
        }
        return exitCode;
    }

    /** What {@code --version} says. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "meanfield %s (DL4J %s, ND4J %s)"
                        .formatted(Versions.of("meanfield"), Versions.of("dl4j"), Versions.of("nd4j"))
            };
        }
    }

    /** Where results go, the same for every command that has any. */
    static final class Output {
        @Option(
                names = "--output",
                paramLabel = "DIR",
                defaultValue = "meanfield-out",
                description = "The output root: local, hdfs:// or s3a:// (default: ${DEFAULT-VALUE}).")
        private String root;
    }

    @Command(
            name = "train",
            description = {
                "Train the job's network.",
                "Standard output gets one line of JSON at the end; rows, checkpoints, the model and a picture of the "
                        + "losses go to the output root."
            },
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    static final class Train implements Callable<Integer> {
        @Mixin
        private JobFile job;

        @Mixin
        private Output output;

        @Option(
                names = "--resume",
                description = "Go on from the newest valid checkpoint of the same run; leave a finished run as it is.")
        private boolean resume;

        @Option(
                names = "--export",
                description = "Also write the model as dl4j.zip, of DL4J's own layers, which DL4J alone can load; with "
                        + "--resume also of a finished run.")
        private boolean export;

        @Option(names = "--quiet", description = "Show no progress.")
        private boolean quiet;

        @Override
        public Integer call() throws InterruptedException {
            try (Console console = Console.ofProcess(quiet)) {
                RunOutcome outcome = job.read().run(new Options(output.root, resume, export, console));
                System.out.println(outcome.json());
                return outcome.status() == RunStatus.FINISHED ? DONE : FAILED;
            }
        }
    }

    @Command(
            name = "prepare",
            description = {
                "Write the job's data set as shards, from which any number of executors read.",
                "They go to data.shards, once; train finds them there."
            },
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    static final class Prepare implements Callable<Integer> {
        @Mixin
        private JobFile job;

        @Option(names = "--quiet", description = "Show no progress.")
        private boolean quiet;

        @Override
        public Integer call() throws InterruptedException {
            try (Console console = Console.ofProcess(quiet)) {
                System.out.println(job.read().prepare(console));
                return DONE;
            }
        }
    }

    @Command(
            name = "summary",
            description = "Show the layers of the job's network, with their parameters and what they cost.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    static final class Summary implements Callable<Integer> {
        @Mixin
        private JobFile job;

        @Override
        public Integer call() {
            System.out.print(job.read().summary());
            return DONE;
        }
    }

    @Command(
            name = "samples",
            description = "Draw what the job's augmentations do to its first training images.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    static final class Samples implements Callable<Integer> {
        @Mixin
        private JobFile job;

        @Mixin
        private Output output;

        @Option(
                names = "--images",
                paramLabel = "N",
                defaultValue = "4",
                description = "How many training images to show (default: ${DEFAULT-VALUE}).")
        private int images;

        @Override
        public Integer call() {
            try (Console console = Console.ofProcess(false)) {
                Options options = new Options(output.root, false, false, console);
                System.out.println(job.read().samples(images, options).json());
                return DONE;
            }
        }
    }
}
