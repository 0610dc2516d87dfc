package org.meanfield.job.report;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.meanfield.config.Check;
import org.meanfield.config.InvalidInputException;
import org.meanfield.config.Reason;

/**
 * A web server of the pages of an output root, as they are now. It is read-only: it answers {@code GET} and {@code HEAD} of pages that it makes
 * itself, and opens no file by a path of a request.
 */
public final class PageServer implements AutoCloseable {
    /** After so many seconds a browser asks again for a page about a run in progress. */
    private static final int REFRESH_SECONDS = 10;

    private static final int MOST_PORT = 65_535;
    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;

    private final Site site;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final Set<String> hosts;

    private PageServer(Site site, HttpServer server, Set<String> hosts) {
        this.site = site;
        this.server = server;
        this.hosts = hosts;
    }

    /**
     * Starts one.
     *
     * @param root the output root
     * @param host the name or address to listen on
     * @param port 0 for a free one
     * @throws InvalidInputException if there are no runs under {@code root}, or it cannot listen there
     */
    public static PageServer start(String root, String host, int port) {
        Check.that(!root.isBlank(), "DIR", "empty", "an output root");
        Check.that(port >= 0 && port <= MOST_PORT, "--port", port, String.format(Locale.ROOT, "in 0 … %d", MOST_PORT));
        InetAddress address = address(host);
        Site site = new Site(root, System::nanoTime);
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 0);
            // Of another name a page of a stranger could lead here (DNS rebinding).
            Set<String> hosts = address.isLoopbackAddress()
                    ? Set.copyOf(List.of("localhost", "127.0.0.1", "[::1]", host.toLowerCase(Locale.ROOT)))
                    : Set.of();
            PageServer pages = new PageServer(site, server, hosts);
            server.createContext("/", pages::answer);
            server.setExecutor(pages.threads);
            server.start();
            return pages;
        } catch (IOException e) {
            throw new InvalidInputException(
                    "--port is %d but must be one that is free on %s (%s)".formatted(port, host, Reason.line(e)), e);
        }
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new InvalidInputException(
                    "--host is %s but must be a name or address of this machine".formatted(host), e);
        }
    }

    /** Returns the address of the index. */
    public String address() {
        InetSocketAddress bound = server.getAddress();
        String host = bound.getAddress().isAnyLocalAddress()
                ? "localhost"
                : bound.getAddress().getHostAddress();
        return "http://%s:%s/"
                .formatted(host.contains(":") ? "[" + host + "]" : host, Integer.toString(bound.getPort()));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean head = exchange.getRequestMethod().equals("HEAD");
            if (!head && !exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, NOT_ALLOWED, text("It is read-only"), head);
            } else if (!isFor(exchange.getRequestHeaders().getFirst("Host"))) {
                send(exchange, FORBIDDEN, text("It is served to this machine only"), head);
            } else {
                answer(exchange, head);
            }
        }
    }

    private boolean isFor(String host) {
        return hosts.isEmpty()
                || (host != null && hosts.contains(host.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]*$", "")));
    }

    private void answer(HttpExchange exchange, boolean head) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(1);
        Optional<Site.Content> found;
        try {
            synchronized (site) {
                found = site.get(path);
            }
        } catch (InvalidInputException
                | UncheckedIOException e) { // tables are being replaced, or cannot be reached now
            exchange.getResponseHeaders().set("Refresh", Integer.toString(REFRESH_SECONDS));
            send(exchange, UNAVAILABLE, text(Reason.line(e)), head);
            return;
        }
        found.filter(Site.Content::live)
                .ifPresent(live -> exchange.getResponseHeaders().set("Refresh", Integer.toString(REFRESH_SECONDS)));
        send(
                exchange,
                found.isPresent() ? OK : NOT_FOUND,
                found.orElseGet(() -> text("There is no page here: it may be a file of the output root")),
                head);
    }

    private static Site.Content text(String line) {
        return new Site.Content("text/plain; charset=utf-8", (line + "\n").getBytes(StandardCharsets.UTF_8), false);
    }

    private static void send(HttpExchange exchange, int status, Site.Content content, boolean head) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", content.type());
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:");
        exchange.sendResponseHeaders(status, head ? -1 : content.bytes().length);
        if (!head) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(content.bytes());
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
