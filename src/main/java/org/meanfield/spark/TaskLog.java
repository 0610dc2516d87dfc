package org.meanfield.spark;

import java.io.UncheckedIOException;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.filter.AbstractFilter;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Line;
import org.meanfield.config.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Filter of Spark's log on the driver for failed tasks. Spark logs each failure with its stack trace, also one that the
 * program then reports as a one-line message: invalid input found by a task is not logged here, and an unreadable file
 * in one line, since Spark retries. Every other failure keeps its trace, and with {@code --trace} these do too.
 */
public final class TaskLog {
    private static final Logger LOG = LoggerFactory.getLogger(TaskLog.class);

    /** Of the driver and, in local mode, of its tasks. */
    private static final List<String> LOGGERS = List.of(
            "org.apache.spark.scheduler.TaskSetManager",
            "org.apache.spark.executor.Executor",
            "org.apache.spark.rpc.netty.Inbox");

    private static volatile boolean keepAll;

    private TaskLog() {}

    /** Sets whether every message is logged with its trace. */
    public static void keepAll(boolean all) {
        keepAll = all;
    }

    /** Installs the filter in this process, once. */
    public static void install() {
        if (LogManager.getContext(false) instanceof LoggerContext context) {
            Configuration configuration = context.getConfiguration();
            for (String name : LOGGERS) {
                LoggerConfig logger = configuration.getLoggerConfig(name);
                if (!logger.getName().equals(name)) { // a package's logger or the root logger
                    logger = new LoggerConfig(name, null, true);
                    configuration.addLogger(name, logger);
                }
                logger.addFilter(new VerdictFilter());
            }
            context.updateLoggers();
        }
    }

    /** Drops all that Spark says from now on, of what it loses while the process is being stopped. */
    public static void silence() {
        if (!keepAll && LogManager.getContext(false) instanceof LoggerContext) {
            Configurator.setAllLevels("org.apache.spark", Level.OFF);
        }
    }

    /** How a message is logged. */
    enum Verdict {
        KEEP,
        FIRST_LINE,
        DROP
    }

    /** Returns how a message of one of these loggers is logged. */
    static Verdict verdict(LogEvent event) {
        if (keepAll) {
            return Verdict.KEEP;
        }
        if (EarlyHeartbeat.is(event.getThrown())) {
            return Verdict.DROP;
        }
        for (Throwable cause = event.getThrown(); cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidInputException || cause instanceof UncheckedIOException) {
                return Verdict.DROP; // an executor in this process logs it; the scheduler logs it too
            }
        }
        String message = event.getMessage().getFormattedMessage();
        // The scheduler has the exception as text. When it aborts the job, that is the reason in its own exception.
        boolean reported =
                message.contains(InvalidInputException.class.getName()) || message.endsWith("; aborting job");
        if (reported || message.contains("TaskKilled (")) { // because another one failed, or was faster
            return Verdict.DROP;
        }
        return message.contains(UncheckedIOException.class.getName()) ? Verdict.FIRST_LINE : Verdict.KEEP;
    }

    private static final class VerdictFilter extends AbstractFilter {
        @Override
        public Result filter(LogEvent event) {
            return switch (verdict(event)) {
                case KEEP -> Result.NEUTRAL;
                case FIRST_LINE -> {
                    LOG.warn(Line.of(Reason.head(event.getMessage().getFormattedMessage())));
                    yield Result.DENY;
                }
                case DROP -> Result.DENY;
            };
        }
    }
}
