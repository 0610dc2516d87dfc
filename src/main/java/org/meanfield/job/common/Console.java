package org.meanfield.job.common;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.meanfield.config.Line;
import org.meanfield.storage.Progress;

/**
 * Console on standard error: permanent lines and a progress line, which a terminal shows in place; elsewhere it is printed once in
 * 30 seconds, first after 2. What takes longer than 30 seconds is shown with its time so far.
 *
 * <p>Thread-safe.
 */
public final class Console implements Progress, AutoCloseable {
    private static final String ERASE_LINE = "\r\u001b[K";
    /** A line that went over the edge could not be erased. */
    private static final String NO_WRAP = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";

    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** So long no line of progress comes: what is wrong with a command is mostly found within it, and then is the only line. */
    private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static volatile Console ofProcess = quiet(System.err);

    /** What becomes of progress. */
    public enum Mode {
        /** None is written. */
        QUIET,
        /** Its permanent lines are, and the progress line once in 30 seconds: for a file or a log. */
        LINES,
        /** The progress line is replaced in place: for a terminal. */
        LIVE
    }

    private final PrintStream out;
    private final Mode mode;
    private final LongSupplier nanos;
    private boolean shown;
    private boolean first = true;
    private long lastLine;
    /** What is going on, since {@link #currentSince}; empty for nothing. */
    private String current = "";

    private long currentSince;

    /**
     * Creates one that writes to {@code out}.
     *
     * @param nanos the clock, in nanoseconds from any moment
     */
    public Console(PrintStream out, Mode mode, LongSupplier nanos) {
        this.out = out;
        this.mode = mode;
        this.nanos = nanos;
        this.lastLine = nanos.getAsLong();
    }

    /** Returns the console of this process; a {@code quiet} one shows no progress. */
    public static Console ofProcess(boolean quiet) {
        Mode mode = isTerminal(2) ? Mode.LIVE : Mode.LINES;
        ofProcess = new Console(System.err, quiet ? Mode.QUIET : mode, System::nanoTime);
        return ofProcess;
    }

    /** Starts the clock of the process's console. */
    public static void startClock() {
        Thread clock = new Thread(Console::tickEverySecond, "console");
        clock.setDaemon(true);
        clock.start();
    }

    /** Returns one that writes only permanent lines that are no progress. */
    public static Console quiet(PrintStream out) {
        return new Console(out, Mode.QUIET, System::nanoTime);
    }

    /** Prints a permanent line. */
    @Override
    public synchronized void say(String line) {
        erase();
        out.println(Line.of(line));
        first = false;
    }

    @Override
    public synchronized void note(String line) {
        if (mode != Mode.QUIET) {
            say(line);
            lastLine = nanos.getAsLong();
        }
    }

    /** Shows what begins now; on a terminal it stays, since logs that do not know of this console may follow. */
    public synchronized void begin(String line) {
        if (mode == Mode.LIVE) {
            say(line);
            current = "";
        } else {
            show(line);
        }
    }

    @Override
    public synchronized void show(String line) {
        current = line;
        currentSince = nanos.getAsLong();
        if (mode == Mode.LIVE) {
            replace(line);
        } else if (currentSince - lastLine >= EVERY_NANOS) {
            note(line);
        }
    }

    /** Shows what is going on if no line has come for long, and for how long it has been going on. */
    synchronized void tick() {
        long now = nanos.getAsLong();
        if (current.isEmpty()) {
            return;
        }
        boolean isLong = now - currentSince >= EVERY_NANOS;
        String line = isLong ? current + " · for " + Durations.text((now - currentSince) / 1e9) : current;
        if (mode == Mode.LIVE && isLong) {
            replace(line);
        } else if (mode == Mode.LINES && now - lastLine >= (first ? FIRST_NANOS : EVERY_NANOS)) {
            note(line);
        }
    }

    @SuppressWarnings("BusyWait") // a clock
    private static void tickEverySecond() {
        try {
            while (true) {
                Thread.sleep(1000);
                ofProcess.tick();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void replace(String line) {
        out.print(ERASE_LINE + NO_WRAP + Line.of(line) + WRAP);
        out.flush();
        shown = true;
    }

    /** Erases the progress line. */
    @Override
    public synchronized void close() {
        erase();
        current = "";
    }

    private void erase() {
        if (shown) {
            out.print(ERASE_LINE);
            out.flush();
            shown = false;
        }
    }

    /**
     * Returns whether a stream of this process is a terminal. Java can tell only whether all of them are; Linux says where each goes.
     *
     * @param stream 1 for standard output, 2 for standard error
     */
    public static boolean isTerminal(int stream) {
        try {
            String target =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + stream)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException e) {
            return false; // not Linux, or no standard error at all
        }
    }
}
