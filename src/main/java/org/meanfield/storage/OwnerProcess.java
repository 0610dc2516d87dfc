package org.meanfield.storage;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Identifies a process among those of all hosts, and tells whether it still runs if that can be seen from here.
 *
 * @param host the name of its host, for messages
 * @param table identifies its table of processes: boot of the kernel and namespace of process ids, as containers have their own
 * @param start when it started, in ticks since the boot, since process ids are reused
 */
record OwnerProcess(String host, String table, long pid, long start, String user) {
    /** What is known of a process. */
    enum Life {
        /** It runs. */
        RUNNING,
        /** It has ended. */
        ENDED,
        /** It is stopped by a signal, on another host, or cannot be seen: only its heartbeat tells. */
        UNKNOWN
    }

    private static final Path PROC = Path.of("/proc");

    /** The fields of {@code /proc/<pid>/stat} after the name: state, then 18 others, then the start. */
    private static final int START = 19;

    private static final OwnerProcess CURRENT = read();

    /** Returns this process. */
    static OwnerProcess current() {
        return CURRENT;
    }

    private static OwnerProcess read() {
        long pid = ProcessHandle.current().pid();
        String user = System.getProperty("user.name");
        try {
            String host = InetAddress.getLocalHost().getHostName();
            String table = "%s %s"
                    .formatted(
                            Files.readString(PROC.resolve("sys/kernel/random/boot_id"))
                                    .strip(),
                            Files.readSymbolicLink(PROC.resolve("self/ns/pid")));
            return new OwnerProcess(host, table, pid, start(stat(pid)), user);
        } catch (IOException e) { // another process can't tell whether this one runs, and waits for its heartbeat
            return new OwnerProcess("an unknown host", "", pid, 0, user);
        }
    }

    /** Returns whether the process runs. Processes of other users may be hidden, which looks like their end. */
    Life life() {
        if (table.isEmpty() || !table.equals(CURRENT.table)) {
            return Life.UNKNOWN;
        }
        try {
            String[] stat = stat(pid);
            boolean ended = start(stat) != start || stat[0].equals("Z") || stat[0].equals("X");
            boolean stopped = stat[0].equalsIgnoreCase("T");
            return ended ? Life.ENDED : stopped ? Life.UNKNOWN : Life.RUNNING;
        } catch (NoSuchFileException e) {
            return user.equals(CURRENT.user) ? Life.ENDED : Life.UNKNOWN;
        } catch (IOException e) { // it ended while it was read, or may not be read
            return Life.UNKNOWN;
        }
    }

    private static String[] stat(long pid) throws IOException {
        String line = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
        return line.substring(line.lastIndexOf(')') + 2).split(" ");
    }

    private static long start(String[] stat) {
        return Long.parseLong(stat[START]);
    }

    @Override
    public String toString() {
        return "process %d of %s on %s".formatted(pid, user, host);
    }
}
