package org.meanfield.job.cli;

import java.util.Collection;
import java.util.List;
import org.meanfield.config.Names;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line as it is said of a job file: with the nearest name that is known. */
public final class UsageErrors {
    private UsageErrors() {}

    /** Returns what is wrong with a command line, on one line. */
    public static String message(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return e.getMessage();
        }
        String argument = unmatched.getUnmatched().get(0);
        CommandSpec command = e.getCommandLine().getCommandSpec();
        if (argument.startsWith("-")) {
            List<String> options = command.options().stream()
                    .map(option -> option.longestName())
                    .toList();
            return unknown(argument.split("=", 2)[0], "option", options);
        }
        return command.subcommands().isEmpty()
                ? argument + " is one argument too many"
                : unknown(argument, "command", command.subcommands().keySet());
    }

    private static String unknown(String given, String kind, Collection<String> known) {
        String help = Names.nearest(given, known)
                .map("did you mean %s?"::formatted)
                .orElse("the %ss are %s".formatted(kind, String.join(", ", known)));
        return "%s is no %s; %s".formatted(given, kind, help);
    }
}
