package org.meanfield.testing;

/** What may happen to a process: the signal that does it, and the exit code of a driver that it happens to. */
public enum Fault {
    KILL("KILL", 137),
    STOP("TERM", 143),
    INTERRUPT("INT", 130),
    /** Holds it for a while, as a machine does that swaps or whose clock jumps. */
    PAUSE("STOP", 0);

    private final String signal;
    private final int exitCode;

    Fault(String signal, int exitCode) {
        this.signal = signal;
        this.exitCode = exitCode;
    }

    /** Returns the signal's name without {@code SIG}. */
    public String signal() {
        return signal;
    }

    /** Returns the exit code of a driver that gets the signal. */
    public int exitCode() {
        return exitCode;
    }
}
