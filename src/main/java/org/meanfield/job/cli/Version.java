package org.meanfield.job.cli;

import org.meanfield.job.common.Versions;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "meanfield %s (DL4J %s, ND4J %s)"
                    .formatted(Versions.of("meanfield"), Versions.of("dl4j"), Versions.of("nd4j"))
        };
    }
}
