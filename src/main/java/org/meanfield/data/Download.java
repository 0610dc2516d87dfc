package org.meanfield.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * A file to be fetched, once.
 *
 * @param source its address: {@code http:}, {@code https:} or whatever {@link Storage} reads
 * @param remedy what to do when it can't be fetched, for the message
 */
record Download(String source, String remedy) {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int READ_MILLIS = 30_000;
    private static final double MEGABYTE = 1e6;

    /** An open source; {@code length} is in bytes, or −1 where it isn't told. */
    private record Opened(InputStream in, long length) {}

    /**
     * Copies the source to {@code out}, showing {@code name}, the megabytes and the percentage on {@code log}.
     *
     * @throws UncheckedIOException if the source can't be reached or ends early; its line ends with the remedy
     * @throws IOException if {@code out} fails
     */
    void copyTo(OutputStream out, String name, Progress log) throws IOException {
        Opened opened = reading(this::open);
        byte[] buffer = new byte[1 << 16];
        long done = 0;
        String shown = "";
        try (InputStream in = opened.in()) {
            for (int n = reading(() -> in.read(buffer)); n >= 0; n = reading(() -> in.read(buffer))) {
                out.write(buffer, 0, n);
                done += n;
                String line = line(name, done, opened.length());
                if (!line.equals(shown)) {
                    log.show(line);
                    shown = line;
                }
            }
        }
        // Java's client takes a connection that breaks off for the end.
        if (done < opened.length()) {
            throw failed(new IOException("it ended after %d of %d bytes".formatted(done, opened.length())));
        }
    }

    private Opened open() throws IOException {
        if (!source.matches("(?i)https?:.*")) {
            return new Opened(Storage.open(source), Storage.size(source));
        }
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(source).toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        int status = connection.getResponseCode();
        if (status != HttpURLConnection.HTTP_OK) {
            connection.disconnect();
            throw new IOException("HTTP status " + status);
        }
        return new Opened(connection.getInputStream(), connection.getContentLengthLong());
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
        String reason = cause instanceof UnknownHostException ? "unknown host" : Storage.reason(cause);
        return new UncheckedIOException("Cannot fetch %s (%s): %s".formatted(source, reason, remedy), cause);
    }
}
