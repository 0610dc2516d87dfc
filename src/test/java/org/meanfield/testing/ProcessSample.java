package org.meanfield.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a Java process holds: its heap after a collection of garbage, its resident memory, its open files and threads. */
public record ProcessSample(long heapBytes, long residentBytes, long openFiles, long threads) {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+)");
    private static final int KIB = 1024;

    /** Returns that of a process; nothing where it has no Java yet or has just ended. */
    public static Optional<ProcessSample> of(long pid) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        String process = String.valueOf(pid);
        Program.Result collected = Program.run(jcmd, process, "GC.run");
        if (collected.code() != 0) {
            return Optional.empty();
        }
        Program.Result heap = Program.run(Map.of(), List.of(jcmd, process, "GC.heap_info"));
        try {
            String status = Files.readString(Path.of("/proc", process, "status"));
            String[] files = Path.of("/proc", process, "fd").toFile().list();
            long used = heap.out()
                    .lines()
                    .filter(line -> line.startsWith(" PSYoungGen") || line.startsWith(" ParOldGen"))
                    .mapToLong(line -> number(USED.matcher(line.replaceAll("total \\d+K", ""))))
                    .sum();
            return files == null || used == 0
                    ? Optional.empty()
                    : Optional.of(new ProcessSample(
                            used * KIB,
                            resident(status),
                            files.length,
                            number(Pattern.compile("Threads:\\s+(\\d+)").matcher(status))));
        } catch (IOException e) {
            return Optional.empty(); // it has just ended
        }
    }

    /** Returns the resident memory of a process, in bytes; nothing where it has just ended. */
    public static Optional<Long> resident(long pid) {
        try {
            return Optional.of(resident(Files.readString(Path.of("/proc", String.valueOf(pid), "status"))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static long resident(String status) {
        return number(RESIDENT.matcher(status)) * KIB;
    }

    private static long number(Matcher matcher) {
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }
}
