package org.meanfield.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.function.Consumer;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Reason;

/**
 * A download of a file that resumes where it broke off.
 *
 * @param source its address: {@code http:}, {@code https:} or a path that {@link Storage} reads
 * @param lead what the message begins with if it cannot be fetched; may be empty
 * @param remedy what to do if it cannot be fetched, for the message
 */
public record Download(String source, String lead, String remedy) {
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int NOT_SATISFIABLE = 416;
    private static final double MEGABYTE = 1e6;

    /** An open source from byte {@code start}; {@code length} is that of the whole, or −1 if unknown. */
    private record Opened(InputStream in, long start, long length) {}

    /** Checks that a setting is an address that can be fetched from. */
    public static void checkAddress(String key, String text) {
        boolean address;
        try {
            address = !new URI(text).getSchemeSpecificPart().isBlank();
        } catch (URISyntaxException e) {
            address = false;
        }
        Check.that(address, key, text.isBlank() ? "empty" : text, "an address, such as http://… or file:…");
    }

    /**
     * Fetches the source as {@code file}, showing the megabytes and the percentage on {@code log}. What was received
     * before a connection breaks off stays in {@code <file>.part}, and the next fetch resumes from there.
     *
     * @param check checks the complete part before it is renamed to {@code file}, and throws if it is not valid
     * @throws UncheckedIOException if the source cannot be reached or ends early; its message ends with the remedy
     */
    public void to(String file, Progress log, Consumer<String> check) {
        try (Lease lease = Lease.await(file, log)) {
            if (!Storage.exists(file)) { // else another process has fetched it meanwhile
                fetch(file, log, check);
            }
        }
    }

    private void fetch(String file, Progress log, Consumer<String> check) {
        String part = file + ".part";
        Opened opened = reading(() -> open(Storage.canAppend(part) ? Storage.size(part) : 0));
        Room.check(part, opened.length() - opened.start());
        String name = file.substring(file.lastIndexOf('/') + 1);
        Storage.append(part, opened.start(), out -> copy(opened, out, name, log));
        try {
            check.accept(part);
        } catch (InvalidInputException e) {
            Storage.delete(part);
            throw e;
        }
        Storage.move(part, file);
    }

    private void copy(Opened opened, OutputStream out, String name, Progress log) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long done = opened.start();
        String shown = "";
        try (InputStream in = opened.in()) {
            for (int n = next(in, buffer, opened); n >= 0; n = next(in, buffer, opened)) {
                out.write(buffer, 0, n);
                done += n;
                String line = line(name, done, opened.length());
                if (!line.equals(shown)) {
                    log.show(line);
                    shown = line;
                }
            }
        }
        if (done < opened.length()) {
            throw failed(new IOException("it ended after %d of %d bytes".formatted(done, opened.length())));
        }
    }

    /** Reads some bytes. A connection that breaks off is the end where the length tells that it came too early. */
    private int next(InputStream in, byte[] buffer, Opened opened) {
        return reading(() -> {
            try {
                return in.read(buffer);
            } catch (InterruptedIOException e) { // a timeout is one
                throw e;
            } catch (IOException e) {
                if (in instanceof HttpInput && opened.length() > 0) {
                    return -1;
                }
                throw e;
            }
        });
    }

    /** Opens the source from byte {@code start}, or from its beginning where it can't or has become another one. */
    private Opened open(long start) throws IOException {
        if (!source.matches("(?i)https?:.*")) {
            long length = Storage.size(source);
            InputStream in = Storage.open(source);
            long skipped = start <= length ? start : 0;
            in.skipNBytes(skipped);
            return new Opened(in, skipped, length);
        }
        HttpInput body = HttpInput.open(source, start);
        if (body.status() == PARTIAL && body.range().startsWith("bytes " + start + "-")) {
            return new Opened(body, start, body.length() < 0 ? -1 : start + body.length());
        }
        if (body.status() == OK) {
            return new Opened(body, 0, body.length());
        }
        body.close();
        if (start > 0
                && body.status() == NOT_SATISFIABLE) { // the part is complete already, or the source has become shorter
            return open(0);
        }
        throw new IOException("HTTP status " + body.status());
    }

    private static String line(String name, long done, long length) {
        return length > 0
                ? String.format(
                        Locale.ROOT,
                        "%s: %.1f of %.1f MB, %d %%",
                        name,
                        done / MEGABYTE,
                        length / MEGABYTE,
                        100 * done / length)
                : String.format(Locale.ROOT, "%s: %.1f MB", name, done / MEGABYTE);
    }

    @FunctionalInterface
    private interface Read<T> {
        T get() throws IOException;
    }

    private <T> T reading(Read<T> read) {
        try {
            return read.get();
        } catch (IOException e) {
            throw failed(e);
        } catch (UncheckedIOException e) {
            throw failed(e.getCause());
        }
    }

    private UncheckedIOException failed(IOException cause) {
        String reason = cause instanceof UnknownHostException ? "unknown host" : Reason.line(cause);
        return new UncheckedIOException("%sCannot fetch %s (%s): %s".formatted(lead, source, reason, remedy), cause);
    }
}
