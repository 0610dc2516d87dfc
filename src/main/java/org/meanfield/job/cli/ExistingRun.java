package org.meanfield.job.cli;

import java.util.Optional;
import java.util.Stack;
import org.apache.spark.SparkConf;
import org.meanfield.config.Check;
import org.meanfield.job.common.Existing;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options {@code --resume} and {@code --restart}, shared by all commands that can be resumed. */
final class ExistingRun {
    private static final String AUTO = "auto";

    /** For clusters that start every driver anew that has ended badly, whoever wrote its command. */
    private static final String SETTING = "spark.meanfield.resume";

    private static final String VARIABLE = "MEANFIELD_RESUME";

    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--resume",
            arity = "0..1",
            paramLabel = AUTO,
            parameterConsumer = Resume.class,
            description =
                    "Continue an unfinished run from its newest valid checkpoint; --resume=auto also starts a new run if "
                            + "there is none, for schedulers that restart a failed command. --conf " + SETTING
                            + "=auto or the environment's " + VARIABLE + "=auto do the same.")
    private Existing resume = Existing.REFUSE;

    @Option(
            names = "--restart",
            description = "Delete what an earlier run of the same job has written and start again.")
    private boolean restart;

    /**
     * Returns the policy that the options select or, without them, the settings.
     *
     * @throws org.meanfield.config.InvalidInputException if a setting is wrong
     */
    Existing choice() {
        if (restart && resume != Existing.REFUSE) {
            throw new ParameterException(command.commandLine(), "--restart and --resume are mutually exclusive");
        }
        if (restart) {
            return Existing.RESTART;
        }
        return resume == Existing.REFUSE
                ? configured(new SparkConf().get(SETTING, ""), Optional.ofNullable(System.getenv(VARIABLE)))
                : resume;
    }

    /** Returns what the settings say; Spark's comes before the environment's. */
    static Existing configured(String setting, Optional<String> variable) {
        String value = setting.isEmpty() ? variable.orElse("") : setting;
        Check.that(value.isEmpty() || value.equals(AUTO), setting.isEmpty() ? VARIABLE : SETTING, value, AUTO);
        return value.isEmpty() ? Existing.REFUSE : Existing.RESUME_OR_START;
    }

    /** Consumes {@code auto} as the option's value and nothing else: the next argument is the job file. */
    static final class Resume implements IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
            boolean auto = !arguments.isEmpty() && arguments.peek().equals(AUTO);
            if (auto) {
                arguments.pop();
            }
            option.setValue(auto ? Existing.RESUME_OR_START : Existing.RESUME);
        }
    }
}
