package org.meanfield.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A proxy before an HTTP server that answers some requests with faults, as a plan says. A plan knows a request by its address:
 * method, path and how often that has been asked before; so a seeded one is the same in whatever order requests come.
 */
public final class FaultProxy implements AutoCloseable {
    private static final String LINE = "\r\n";
    private static final int HALF = 2;

    private final URI upstream;
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool(FaultProxy::daemon);
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile FaultPlan plan = FaultPlan.NONE;

    /** A request, the {@code nth} (from 0) of its method and path, and what was done to it. */
    public record Request(String method, String path, int nth, Fault fault) {}

    /** What is done to a request. */
    public enum Fault {
        NONE(0),
        /** Half of the body of the answer, then a reset. */
        HALF_ANSWER(0),
        /** The server does what it is asked, and the answer is lost. */
        LOST_ANSWER(0),
        /** A reset before the server hears of it. */
        RESET(0),
        /** An answer that takes a second. */
        DELAY(0),
        INTERNAL_ERROR(500),
        SLOW_DOWN(503),
        FORBIDDEN(403);

        private final int status;

        Fault(int status) {
            this.status = status;
        }
    }

    private FaultProxy(URI upstream, ServerSocket server) {
        this.upstream = upstream;
        this.server = server;
    }

    /** Starts one before {@code upstream}, such as {@code http://127.0.0.1:8080}, that does nothing to requests yet. */
    public static FaultProxy before(String upstream) throws IOException {
        FaultProxy proxy =
                new FaultProxy(URI.create(upstream), new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
        proxy.threads.execute(proxy::accept);
        return proxy;
    }

    /** Returns its own address. */
    public String endpoint() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** Begins another plan; requests before it are forgotten. */
    public void follow(FaultPlan next) {
        asked.clear();
        requests.clear();
        plan = next;
    }

    /** Returns the requests since the plan began. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                threads.execute(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** Serves one request; the connection is closed after it. */
    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            String head = head(in);
            if (head.isEmpty()) {
                return;
            }
            String[] first = head.lines().findFirst().orElseThrow().split(" ", 3);
            if (header(head, "expect").equalsIgnoreCase("100-continue")) {
                client.getOutputStream().write(("HTTP/1.1 100 Continue" + LINE + LINE).getBytes(ISO_8859_1));
            }
            byte[] body = body(in, head);
            String path = first[1].split("\\?", 2)[0];
            int nth = asked.merge(first[0] + " " + first[1], 1, Integer::sum) - 1;
            Fault fault = plan.fault(first[0], path, nth);
            requests.add(new Request(first[0], path, nth, fault));
            answer(client, fault, first[0].equals("HEAD"), head, body);
        } catch (IOException gone) {
            return; // the client has gone, as after a reset of its own
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(Socket client, Fault fault, boolean headOnly, String head, byte[] body)
            throws IOException, InterruptedException {
        OutputStream out = client.getOutputStream();
        if (fault.status > 0) {
            String error =
                    headOnly ? "" : "<Error><Code>%1$s</Code><Message>%1$s</Message></Error>".formatted(code(fault));
            out.write(("HTTP/1.1 %d %s%s".formatted(fault.status, code(fault), LINE)
                            + "Content-Type: application/xml" + LINE
                            + "Content-Length: " + error.length() + LINE
                            + "Connection: close" + LINE + LINE + error)
                    .getBytes(ISO_8859_1));
            return;
        }
        if (fault == Fault.RESET) {
            reset(client);
            return;
        }
        byte[] answer = ask(head, body);
        switch (fault) {
            case LOST_ANSWER -> reset(client);
            case HALF_ANSWER -> {
                int start = new String(answer, ISO_8859_1).indexOf(LINE + LINE) + 2 * LINE.length();
                out.write(answer, 0, start + (answer.length - start) / HALF);
                out.flush();
                reset(client);
            }
            case DELAY -> {
                Thread.sleep(1000);
                out.write(answer);
            }
            default -> out.write(answer);
        }
    }

    private static String code(Fault fault) {
        return switch (fault) {
            case FORBIDDEN -> "AccessDenied";
            case SLOW_DOWN -> "SlowDown";
            default -> "InternalError";
        };
    }

    private static void reset(Socket client) throws IOException {
        client.setSoLinger(true, 0);
        client.close();
    }

    private byte[] ask(String head, byte[] body) throws IOException {
        try (Socket server = new Socket(upstream.getHost(), upstream.getPort())) {
            StringBuilder own = new StringBuilder();
            head.lines()
                    .filter(line -> !line.isEmpty()
                            && !line.toLowerCase(Locale.ROOT).startsWith("expect:")
                            && !line.toLowerCase(Locale.ROOT).startsWith("connection:"))
                    .forEach(line -> own.append(line).append(LINE));
            own.append("Connection: close").append(LINE).append(LINE);
            server.getOutputStream().write(own.toString().getBytes(ISO_8859_1));
            server.getOutputStream().write(body);
            server.getOutputStream().flush();
            return server.getInputStream().readAllBytes();
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.write(next);
            String soFar = next == '\n' ? head.toString(ISO_8859_1) : "";
            if (soFar.endsWith(LINE + LINE)) {
                return soFar;
            }
        }
        return "";
    }

    private static byte[] body(InputStream in, String head) throws IOException {
        String length = header(head, "content-length");
        int bytes = length.isEmpty() ? 0 : Integer.parseInt(length);
        byte[] body = in.readNBytes(bytes);
        if (body.length < bytes) {
            throw new EOFException("The client has sent %d of %d bytes".formatted(body.length, bytes));
        }
        return body;
    }

    private static String header(String head, String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "fault-proxy");
        thread.setDaemon(true);
        return thread;
    }
}
