package org.meanfield.job.cli;

import java.util.Collection;
import java.util.List;
import org.meanfield.config.Names;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Messages for invalid command lines, in the form of those for job files: with the nearest known name. */
public final class UsageErrors {
    private UsageErrors() {}

    /** Returns the one-line message for an invalid command line. */
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
                ? argument + " is an unexpected argument"
                : unknown(argument, "command", command.subcommands().keySet());
    }

    private static String unknown(String given, String kind, Collection<String> known) {
        String help = Names.nearest(given, known)
                .map("did you mean %s?"::formatted)
                .orElse("the %ss are %s".formatted(kind, String.join(", ", known)));
        return "%s is not a known %s; %s".formatted(given, kind, help);
    }
}
