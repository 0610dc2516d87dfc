package org.meanfield.job.cli;

import picocli.CommandLine.Command;

/** What every command has: {@code --help}, {@code --version} and the list of exit codes. */
@Command(
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Done.",
            "1:Failed or diverged, or a source cannot be reached.",
            "2:Wrong input: a one-line message.",
            "130:Stopped by SIGINT (Ctrl-C).",
            "143:Stopped by SIGTERM."
        })
public abstract class StandardHelp {}
