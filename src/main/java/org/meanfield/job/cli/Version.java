package org.meanfield.job.cli;

import org.meanfield.job.common.Versions;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says: the program, and what its results depend on. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "meanfield " + Versions.of("meanfield"),
            "Java " + System.getProperty("java.version"),
            // Of the cluster or machine that it runs on.
            "Spark " + org.apache.spark.package$.MODULE$.SPARK_VERSION(),
            "DL4J " + Versions.of("dl4j"),
            "ND4J " + Versions.of("nd4j"),
            // JavaCPP's own version stands behind it.
            "oneDNN " + Versions.of("onednn").split("-", 2)[0]
        };
    }
}
