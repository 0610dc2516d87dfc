package org.meanfield.job.cli;

import org.meanfield.config.Versions;
import picocli.CommandLine.IVersionProvider;

/** The output of {@code --version}: the versions of the program and of the libraries that its results depend on. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "meanfield " + Versions.of("meanfield"),
            "Java " + System.getProperty("java.version"),
            // The cluster's, or this machine's.
            "Spark " + org.apache.spark.package$.MODULE$.SPARK_VERSION(),
            "DL4J " + Versions.of("dl4j"),
            "ND4J " + Versions.of("nd4j"),
            // JavaCPP's own version is appended to it.
            "oneDNN " + Versions.of("onednn").split("-", 2)[0]
        };
    }
}
