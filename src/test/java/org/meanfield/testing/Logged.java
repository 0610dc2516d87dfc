package org.meanfield.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** The messages that one class logs, from level INFO, until this is closed. */
public final class Logged implements AutoCloseable {
    private final Logger logger;
    private final Level level;
    private final Collector collector = new Collector();

    private Logged(Logger logger) {
        this.logger = logger;
        this.level = logger.getLevel();
        collector.start();
        logger.addAppender(collector);
        logger.setLevel(Level.INFO);
    }

    /** Begins to listen to a class. */
    public static Logged of(Class<?> type) {
        return new Logged((Logger) LogManager.getLogger(type));
    }

    /** Returns the messages so far, without their traces. */
    public List<String> lines() {
        return List.copyOf(collector.lines);
    }

    /** Returns the traces so far. */
    public List<String> traces() {
        return List.copyOf(collector.traces);
    }

    @Override
    public void close() {
        logger.removeAppender(collector);
        logger.setLevel(level);
    }

    private static final class Collector extends AbstractAppender {
        private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
        private final List<String> traces = Collections.synchronizedList(new ArrayList<>());

        Collector() {
            super("logged", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            lines.add(event.getMessage().getFormattedMessage());
            if (event.getThrown() != null) {
                StringWriter trace = new StringWriter();
                event.getThrown().printStackTrace(new PrintWriter(trace));
                traces.add(trace.toString());
            }
        }
    }
}
