package org.meanfield.job.common;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.meanfield.config.Line;
import org.meanfield.storage.Progress;

/**
 * Console on standard error: permanent lines and, on a terminal, one progress line.
 *
 * <p>Thread-safe.
 */
public final class Console implements Progress, AutoCloseable {
    private static final String ERASE_LINE = "\r\u001b[K";
    /** A line that went over the edge could not be erased. */
    private static final String NO_WRAP = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";

    private final PrintStream out;
    private final boolean live;
    private boolean shown;

    /** Creates one that writes to {@code out}; only a {@code live} one shows progress. */
    public Console(PrintStream out, boolean live) {
        this.out = out;
        this.live = live;
    }

    /** Returns the console of this process; a {@code quiet} one shows no progress. */
    public static Console ofProcess(boolean quiet) {
        return new Console(System.err, !quiet && isTerminal());
    }

    /** Prints a permanent line. */
    @Override
    public synchronized void say(String line) {
        erase();
        out.println(Line.of(line));
    }

    @Override
    public synchronized void show(String line) {
        if (live) {
            out.print(ERASE_LINE + NO_WRAP + Line.of(line) + WRAP);
            out.flush();
            shown = true;
        }
    }

    /** Erases the progress line. */
    @Override
    public synchronized void close() {
        erase();
    }

    private void erase() {
        if (shown) {
            out.print(ERASE_LINE);
            out.flush();
            shown = false;
        }
    }

    /** Java can tell only whether all three streams are a terminal; Linux says where standard error goes. */
    private static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException e) {
            return false; // not Linux, or no standard error at all
        }
    }
}
