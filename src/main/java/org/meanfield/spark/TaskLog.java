package org.meanfield.spark;

import java.io.UncheckedIOException;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.filter.AbstractFilter;
import org.meanfield.config.InvalidInputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Spark's log on the driver says of tasks that fail. Spark writes each failure there with its whole trace, also one that
 * the program is about to tell in one line: wrong input that a task has found says nothing here, and a file that cannot be read
 * one line, since Spark tries again. Every other failure keeps its trace.
 */
public final class TaskLog {
    private static final Logger LOG = LoggerFactory.getLogger(TaskLog.class);

    /** Of the driver and, where that is the only executor, of its tasks. */
    private static final List<String> LOGGERS =
            List.of("org.apache.spark.scheduler.TaskSetManager", "org.apache.spark.executor.Executor");

    private TaskLog() {}

    /** Quietens the log of this process; once is enough. */
    public static void quieten() {
        if (LogManager.getContext(false) instanceof LoggerContext context) {
            Configuration configuration = context.getConfiguration();
            for (String name : LOGGERS) {
                LoggerConfig logger = configuration.getLoggerConfig(name);
                if (!logger.getName().equals(name)) { // one of a package, or the root
                    logger = new LoggerConfig(name, null, true);
                    configuration.addLogger(name, logger);
                }
                logger.addFilter(new Told());
            }
            context.updateLoggers();
        }
    }

    /** What becomes of a message. */
    enum Verdict {
        KEEP,
        FIRST_LINE,
        DROP
    }

    /** Returns what becomes of a message of one of these loggers. */
    static Verdict verdict(LogEvent event) {
        for (Throwable cause = event.getThrown(); cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidInputException || cause instanceof UncheckedIOException) {
                return Verdict.DROP; // an executor in this process says it; the scheduler says it again
            }
        }
        String message = event.getMessage().getFormattedMessage();
        // The scheduler has what was thrown as text. Where it gives up, that is the reason in its exception.
        boolean told = message.contains(InvalidInputException.class.getName()) || message.endsWith("; aborting job");
        if (told || message.contains("TaskKilled (")) { // since another one has failed, or was faster
            return Verdict.DROP;
        }
        return message.contains(UncheckedIOException.class.getName()) ? Verdict.FIRST_LINE : Verdict.KEEP;
    }

    private static final class Told extends AbstractFilter {
        @Override
        public Result filter(LogEvent event) {
            return switch (verdict(event)) {
                case KEEP -> Result.NEUTRAL;
                case FIRST_LINE -> {
                    LOG.warn(event.getMessage()
                            .getFormattedMessage()
                            .lines()
                            .findFirst()
                            .orElseThrow());
                    yield Result.DENY;
                }
                case DROP -> Result.DENY;
            };
        }
    }
}
