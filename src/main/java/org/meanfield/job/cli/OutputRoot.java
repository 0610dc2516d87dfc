package org.meanfield.job.cli;

import picocli.CommandLine.Option;

/** Where results go, the same for every command that has any. */
final class OutputRoot {
    @Option(
            names = "--output",
            paramLabel = "DIR",
            defaultValue = "meanfield-out",
            description = "The output root: local, hdfs:// or s3a:// (default: ${DEFAULT-VALUE}).")
    private String root;

    /** Returns it as it was given. */
    String root() {
        return root;
    }
}
