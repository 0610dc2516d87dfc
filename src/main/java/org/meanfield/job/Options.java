package org.meanfield.job;

import org.meanfield.config.Check;
import org.meanfield.data.Storage;

/**
 * What the command line says besides the job.
 *
 * @param output the output root: local, {@code hdfs://} or {@code s3a://}
 * @param resume whether an unfinished run goes on from its newest checkpoint
 * @param export whether the model is also written for DL4J alone
 * @param console where a person looks
 */
public record Options(String output, boolean resume, boolean export, Console console) {
    /** Checks the output root, which an unset variable of a shell leaves empty, and makes it one for all machines. */
    public Options {
        Check.that(!output.isBlank(), "--output", "empty", "a folder");
        output = Storage.absolute(output);
    }
}
