package org.meanfield.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an HTTP response as it comes. A connection that is silent for too long is an error, which Java's own stream of a
 * body does not tell.
 */
final class HttpInput extends InputStream {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(CONNECT)
            .build();

    /** What comes of the connection: some of the body, its end, or what broke it. */
    private record Event(List<ByteBuffer> bytes, boolean end, Optional<Throwable> failure) {}

    private final HttpResponse<Flow.Publisher<List<ByteBuffer>>> response;
    private final Duration silence;
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Queue<ByteBuffer> buffers = new ArrayDeque<>();
    private final Receiver receiver = new Receiver();
    private boolean ended;

    private HttpInput(HttpResponse<Flow.Publisher<List<ByteBuffer>>> response, Duration silence) {
        this.response = response;
        this.silence = silence;
        response.body().subscribe(receiver);
    }

    /** Opens an address from byte {@code start}; see {@link #status} for whether the server gave that. */
    static HttpInput open(String address, long start) throws IOException {
        return open(address, start, SILENCE);
    }

    /** Opens an address whose server may be silent for so long. */
    static HttpInput open(String address, long start, Duration silence) throws IOException {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(address)).timeout(CONNECT.plus(silence));
            if (start > 0) {
                request.header("Range", "bytes=" + start + "-");
            }
            return new HttpInput(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofPublisher()), silence);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (IOException e) {
            throw known(e);
        }
    }

    /** Java's client says nothing of a host that it does not find, or that does not listen. */
    private static IOException known(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                UnknownHostException unknown = new UnknownHostException();
                unknown.initCause(e);
                return unknown;
            }
        }
        if (e instanceof ConnectException && e.getMessage() == null) {
            ConnectException refused = new ConnectException("Connection refused");
            refused.initCause(e);
            return refused;
        }
        return e;
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }

    /** Returns the status of the response. */
    int status() {
        return response.statusCode();
    }

    /** Returns the length of the body; −1 where it isn't told. */
    long length() {
        return response.headers().firstValueAsLong("Content-Length").orElse(-1);
    }

    /** Returns which part of the whole the body is; empty for the whole. */
    String range() {
        return response.headers().firstValue("Content-Range").orElse("");
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (buffers.isEmpty() && !ended) {
            take();
        }
        ByteBuffer next = buffers.peek();
        if (next == null) {
            return -1;
        }
        int count = Math.min(length, next.remaining());
        next.get(target, offset, count);
        if (!next.hasRemaining()) {
            buffers.remove();
        }
        return count;
    }

    private void take() throws IOException {
        Event event;
        try {
            event = events.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw interrupted();
        }
        if (event == null) {
            close();
            throw new SocketTimeoutException("no answer for %d s".formatted(silence.toSeconds()));
        }
        if (event.failure().isPresent()) {
            Throwable failure = event.failure().get();
            throw failure instanceof IOException broken ? broken : new IOException(failure);
        }
        event.bytes().stream().filter(ByteBuffer::hasRemaining).forEach(buffers::add);
        ended = event.end();
        if (!ended) {
            receiver.more();
        }
    }

    @Override
    public void close() {
        receiver.cancel();
    }

    /** Takes from the connection one piece at a time, so that no more is kept than what is read next. */
    private final class Receiver implements Flow.Subscriber<List<ByteBuffer>> {
        private Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            more();
        }

        @Override
        public void onNext(List<ByteBuffer> bytes) {
            events.add(new Event(bytes, false, Optional.empty()));
        }

        @Override
        public void onError(Throwable failure) {
            events.add(new Event(List.of(), false, Optional.of(failure)));
        }

        @Override
        public void onComplete() {
            events.add(new Event(List.of(), true, Optional.empty()));
        }

        private void more() {
            subscription.request(1);
        }

        private void cancel() {
            subscription.cancel();
        }
    }
}
