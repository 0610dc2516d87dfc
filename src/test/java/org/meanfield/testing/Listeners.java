package org.meanfield.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sockets on which processes wait for connections, as Linux has them in {@code /proc}. */
public final class Listeners {
    private static final String LISTENING = "0A";

    private Listeners() {}

    /** Returns the addresses on which a process and those that it has started listen, one for each socket. */
    public static List<InetAddress> of(ProcessHandle process) {
        List<InetAddress> addresses = new ArrayList<>();
        Stream.concat(Stream.of(process), process.descendants()).forEach(each -> addresses.addAll(ofOne(each.pid())));
        return addresses;
    }

    private static List<InetAddress> ofOne(long pid) {
        Set<String> own = sockets(Path.of("/proc", String.valueOf(pid), "fd"));
        return Stream.of("tcp", "tcp6")
                .flatMap(table -> lines(Path.of("/proc/net", table)))
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns[3].equals(LISTENING) && own.contains("socket:[%s]".formatted(columns[9])))
                .map(columns -> address(columns[1].substring(0, columns[1].indexOf(':'))))
                .toList();
    }

    private static Stream<String> lines(Path table) {
        try {
            return Files.readAllLines(table).stream().skip(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> sockets(Path handles) {
        try (Stream<Path> all = Files.list(handles)) {
            return all.map(Listeners::target).collect(Collectors.toSet());
        } catch (IOException | UncheckedIOException e) {
            return Set.of(); // the process has ended since it was listed
        }
    }

    private static String target(Path handle) {
        try {
            return Files.readSymbolicLink(handle).toString();
        } catch (IOException e) {
            return ""; // closed since it was listed
        }
    }

    /** The kernel prints words of four bytes, each as a number of this machine, whose lowest byte comes first. */
    private static InetAddress address(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        byte[] ordered = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            ordered[i] = bytes[i / 4 * 4 + 3 - i % 4];
        }
        try {
            return InetAddress.getByAddress(ordered); // ::ffff:127.0.0.1 becomes 127.0.0.1
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(hex, e);
        }
    }
}
