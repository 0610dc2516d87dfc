package org.meanfield.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.hadoop.conf.Configuration;
import org.meanfield.config.Check;
import org.meanfield.config.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often a store that does not answer well is asked again, and how long it is waited for. The waits double and are shortened
 * by chance, so that many executors do not come back at the same moment. Once a store has used up all attempts, each operation
 * gets one, until one succeeds: a job ends after a minute, not a minute for each thing that it still writes.
 *
 * @param attempts the most attempts
 * @param first the longest first wait
 * @param longest the longest wait
 * @param patience no attempt begins later than this after the first
 */
public record Retries(int attempts, Duration first, Duration longest, Duration patience) {
    /** The settings of Hadoop's, and so of Spark's with {@code spark.hadoop.} before them. */
    static final String ATTEMPTS = "meanfield.store.attempts";

    static final String FIRST = "meanfield.store.first-wait-ms";
    static final String LONGEST = "meanfield.store.longest-wait-ms";
    static final String PATIENCE = "meanfield.store.patience-ms";

    private static final Retries DEFAULT =
            new Retries(12, Duration.ofMillis(250), Duration.ofSeconds(10), Duration.ofSeconds(50));
    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

    /** The stores that have used up their attempts. */
    private static final Set<String> DOWN = ConcurrentHashMap.newKeySet();

    public Retries {
        Check.that(attempts > 0, ATTEMPTS, attempts, "positive");
        Check.that(!first.isNegative(), FIRST, first.toMillis(), "at least 0");
        Check.that(!longest.isNegative(), LONGEST, longest.toMillis(), "at least 0");
        Check.that(!patience.isNegative(), PATIENCE, patience.toMillis(), "at least 0");
    }

    /** An operation that may be repeated. */
    @FunctionalInterface
    interface Attempt<T> {
        T make() throws IOException;
    }

    /** Time and chance. */
    interface Pace {
        /** The computer's own. */
        Pace OWN = new Pace() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public double chance() {
                return ThreadLocalRandom.current().nextDouble();
            }

            @Override
            public void sleep(Duration time) throws InterruptedException {
                Thread.sleep(time.toMillis());
            }
        };

        long nanos();

        /** Returns a number in [0, 1). */
        double chance();

        void sleep(Duration time) throws InterruptedException;
    }

    /** Returns those that a configuration asks for. */
    static Retries of(Configuration hadoop) {
        return new Retries(
                hadoop.getInt(ATTEMPTS, DEFAULT.attempts),
                Duration.ofMillis(hadoop.getLong(FIRST, DEFAULT.first.toMillis())),
                Duration.ofMillis(hadoop.getLong(LONGEST, DEFAULT.longest.toMillis())),
                Duration.ofMillis(hadoop.getLong(PATIENCE, DEFAULT.patience.toMillis())));
    }

    /** Forgets which stores have failed, for one that is configured anew. */
    static void forgetFailures() {
        DOWN.clear();
    }

    /**
     * Makes attempts until one succeeds.
     *
     * @param store what fails as a whole
     * @param what names the operation in the log
     * @throws IOException the last attempt's error, or one that cannot pass
     */
    <T> T make(String store, String what, Attempt<T> attempt) throws IOException {
        return make(store, what, attempt, Pace.OWN);
    }

    <T> T make(String store, String what, Attempt<T> attempt, Pace pace) throws IOException {
        long start = pace.nanos();
        for (int made = 1; true; made++) {
            try {
                T value = attempt.make();
                DOWN.remove(store);
                return value;
            } catch (IOException e) {
                if (!StoreErrors.mayPass(e)) {
                    throw e;
                }
                Duration wait = pause(made, pace.chance());
                Duration waited = Duration.ofNanos(pace.nanos() - start).plus(wait);
                if (made >= attempts || DOWN.contains(store) || waited.compareTo(patience) > 0) {
                    DOWN.add(store);
                    throw e;
                }
                LOG.warn(String.format(
                        Locale.ROOT,
                        "Cannot %s: %s; attempt %d of %d follows in %.1f s",
                        what,
                        Reason.line(e),
                        made + 1,
                        attempts,
                        wait.toMillis() / 1e3));
                sleep(wait, pace, e);
            }
        }
    }

    /** Returns the wait after so many attempts: half of it is by chance. */
    Duration pause(int made, double chance) {
        double doubled = first.toMillis() * Math.pow(2, made - 1.0);
        return Duration.ofMillis((long) (Math.min(doubled, (double) longest.toMillis()) * (1 - chance / 2)));
    }

    private static void sleep(Duration wait, Pace pace, IOException cause) throws InterruptedIOException {
        try {
            pace.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted after " + Reason.line(cause));
            interrupted.initCause(e);
            throw interrupted;
        }
    }
}
