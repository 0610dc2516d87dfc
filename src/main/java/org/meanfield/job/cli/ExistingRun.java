package org.meanfield.job.cli;

import java.util.Stack;
import org.meanfield.job.common.Existing;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What a command does with a run of the same job that is there already; the same for every command that can be resumed. */
final class ExistingRun {
    private static final String AUTO = "auto";

    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--resume",
            arity = "0..1",
            paramLabel = AUTO,
            parameterConsumer = Resume.class,
            description = "Continue an unfinished run from its newest valid checkpoint; --resume=auto also starts one where "
                    + "there is none, as a scheduler that restarts the command needs it.")
    private Existing resume = Existing.REFUSE;

    @Option(names = "--restart", description = "Delete what there is of the run and start again.")
    private boolean restart;

    /** Returns what the options ask for. */
    Existing choice() {
        if (restart && resume != Existing.REFUSE) {
            throw new ParameterException(command.commandLine(), "--restart and --resume exclude each other");
        }
        return restart ? Existing.RESTART : resume;
    }

    /** Takes {@code auto} for its value and leaves anything else, which is the job file. */
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
