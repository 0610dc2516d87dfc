package org.meanfield.job.common;

import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.storage.Lease;
import org.meanfield.storage.Storage;
import org.meanfield.storage.StoreException;
import org.meanfield.train.checkpoint.ModelExport;
import org.meanfield.train.checkpoint.ModelFiles;

/**
 * Command line options of a job.
 *
 * @param output the output root: local, {@code hdfs://} or {@code s3a://}
 * @param existing what happens to an existing run of the same job
 * @param export whether the model is also exported as a DL4J file
 * @param deadline the time after which no further round of training begins, in milliseconds since 1970; {@link Long#MAX_VALUE} for none
 * @param console console for messages and progress
 */
public record Options(String output, Existing existing, boolean export, long deadline, Console console) {
    /** Checks the output root, which an unset variable of a shell leaves empty, and makes it one for all machines. */
    public Options {
        Check.that(!output.isBlank(), "--output", "empty", "a folder");
        output = Storage.absolute(output);
    }

    /** Creates options without a deadline. */
    public Options(String output, Existing existing, boolean export, Console console) {
        this(output, existing, export, Long.MAX_VALUE, console);
    }

    /** Returns whether the time is up. */
    public boolean isTimeUp() {
        return System.currentTimeMillis() >= deadline;
    }

    /** Writes the model for DL4J too, if that is asked for. */
    public void exportIfAsked(ModelFiles model) {
        if (export) {
            console.say("  for DL4J " + ModelExport.dl4j(ModelFiles.read("--export", model.folder())));
        }
    }

    /**
     * Shows that the output can be written to, and gives the executors something to look for.
     *
     * @return a file that the caller deletes
     */
    public String writeProbe(String id) {
        String probe = Storage.child(output, ".probe-" + id);
        try {
            Storage.write(probe, new byte[0]);
            return probe;
        } catch (UncheckedIOException e) {
            throw notWritable(e);
        }
    }

    /**
     * Does {@code work} as {@link #leased(String, Lease.Work)} does, unless it is done: before, or by the process that had the lease.
     *
     * @param done returns what it came to; empty if it is not done
     */
    public <T> T leased(String id, Supplier<Optional<T>> done, Lease.Work<T> work) throws InterruptedException {
        Optional<T> before = done.get();
        if (before.isPresent()) {
            return before.get();
        }
        return leased(id, guard -> {
            Optional<T> meanwhile = done.get();
            return meanwhile.isPresent() ? meanwhile.get() : work.apply(guard);
        });
    }

    /**
     * Does {@code work} while this process has the lease on a run, a sweep or an evaluation of this output root.
     *
     * @throws InvalidInputException if another process has it, or the output cannot be written
     */
    public <T> T leased(String id, Lease.Work<T> work) throws InterruptedException {
        Lease lease;
        try {
            lease = Lease.on(Storage.child(output, id), id, console);
        } catch (UncheckedIOException e) {
            throw notWritable(e);
        }
        return lease.during(work);
    }

    /** A store that fails is no wrong input. */
    private RuntimeException notWritable(UncheckedIOException e) {
        return e instanceof StoreException
                ? e
                : new InvalidInputException(
                        "--output is %s but must be a folder that can be written (%s)"
                                .formatted(output, e.getMessage()),
                        e);
    }
}
