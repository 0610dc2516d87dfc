package org.meanfield.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A limit on the memory of a process and its children, as of a container: by a control group where one can be made, else by {@code ulimit -v}. */
public final class MemoryLimit implements AutoCloseable {
    /** What a Java process with native threads reserves of addresses beyond what it uses. */
    private static final long RESERVED = 12L << 30;

    private final Optional<Path> group;
    private final long bytes;

    private MemoryLimit(Optional<Path> group, long bytes) {
        this.group = group;
        this.bytes = bytes;
    }

    /** Makes one of so many bytes. */
    public static MemoryLimit of(long bytes) {
        String name = "meanfield-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        Path root = Path.of("/sys/fs/cgroup");
        Optional<Path> group = group(root.resolve("memory").resolve(name), "memory.limit_in_bytes", bytes)
                .or(() -> group(root.resolve(name), "memory.max", bytes));
        return new MemoryLimit(group, bytes);
    }

    private static Optional<Path> group(Path folder, String file, long bytes) {
        try {
            Files.createDirectory(folder);
        } catch (IOException e) {
            return Optional.empty(); // no control groups of this version, or no right to make one
        }
        try {
            Files.writeString(folder.resolve(file), Long.toString(bytes));
            return Optional.of(folder);
        } catch (IOException e) {
            remove(folder);
            return Optional.empty();
        }
    }

    /** Returns a command under the limit. */
    public List<String> on(List<String> command) {
        String enter = group.map(folder -> "echo $$ > '%s/cgroup.procs'".formatted(folder))
                .orElse("ulimit -v " + (bytes + RESERVED) / 1024);
        List<String> limited = new ArrayList<>(List.of("bash", "-c", enter + " && exec \"$@\"", "limited"));
        limited.addAll(command);
        return limited;
    }

    /** Returns whether it counts memory that is used, and not addresses. */
    public boolean countsUsed() {
        return group.isPresent();
    }

    @Override
    public void close() {
        group.ifPresent(MemoryLimit::remove);
    }

    private static void remove(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
