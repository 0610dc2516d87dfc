package org.meanfield.job.cli;

import org.apache.hadoop.fs.FSError;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Line;
import org.meanfield.config.Reason;
import org.meanfield.job.common.StoppedException;
import org.meanfield.job.common.Stopping;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;

/**
 * The end of a command that did not succeed.
 *
 * @param message for the user
 * @param exitCode 2 for invalid input, 130 or 143 if the command was stopped, 1 for any other failure
 */
public record Failure(Throwable cause, String message, int exitCode) {
    /** Returns that of a command line that cannot be parsed. */
    public static Failure ofUsage(ParameterException e) {
        return new Failure(e, UsageErrors.message(e), ExitCode.USAGE);
    }

    /** Returns that of a command that has thrown {@code e}. */
    public static Failure of(Throwable e) {
        if (e instanceof Error error) {
            return of(error);
        }
        if (e instanceof StoppedException) {
            return new Failure(e, e.getMessage(), Stopping.EXIT_CODE);
        }
        if (Stopping.isSignalled()) { // before there was anything to resume, or in a command that leaves nothing
            return new Failure(e, "stopped", Stopping.EXIT_CODE);
        }
        Throwable reason = Reason.of(e);
        return new Failure(
                e,
                withAdvice(Reason.lineAndFile(reason), e),
                reason instanceof InvalidInputException ? ExitCode.USAGE : ExitCode.SOFTWARE);
    }

    private static Failure of(Error e) {
        if (e instanceof OutOfMemoryError) {
            return new Failure(e, withAdvice(Reason.line(e), e), ExitCode.SOFTWARE);
        }
        // Hadoop's is for what local files say; another one, for instance, of a native library for another platform.
        return new Failure(e, e instanceof FSError ? Reason.line(e) : e.toString(), ExitCode.SOFTWARE);
    }

    private static String withAdvice(String message, Throwable e) {
        return MemoryErrors.advice(e).map(advice -> message + ": " + advice).orElse(message);
    }

    /** Prints it as one line, with its stack trace if {@code trace}, and returns the exit code. */
    public int report(boolean trace) {
        System.err.println(Line.of("meanfield: " + (message == null || message.isBlank() ? cause : message)));
        if (trace) {
            cause.printStackTrace(System.err);
        }
        return exitCode;
    }
}
