package org.meanfield.job.cli;

import picocli.CommandLine.Command;

/** The options {@code --help} and {@code --version} and the list of exit codes, shared by all commands. */
@Command(
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Done.",
            "1:Failed or diverged, or a source cannot be reached.",
            "2:Invalid input: a one-line message.",
            "130:Stopped by SIGINT (Ctrl-C).",
            "143:Stopped by SIGTERM."
        })
public abstract class StandardHelp {}
