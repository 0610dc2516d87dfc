package org.meanfield.job.cli;

import org.meanfield.spark.ClusterMode;
import picocli.CommandLine.Option;

/** The option {@code --output}, shared by all commands that write results. */
final class OutputRoot {
    @Option(
            names = "--output",
            paramLabel = "DIR",
            defaultValue = "meanfield-out",
            description = "The output root: local, hdfs:// or s3a:// (default: ${DEFAULT-VALUE}).")
    private String root;

    /**
     * Returns the path as given.
     *
     * @throws org.meanfield.config.InvalidInputException if what is written there would be lost
     */
    String root() {
        ClusterMode.checkOutput("--output", root);
        return root;
    }
}
