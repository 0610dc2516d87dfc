package org.meanfield.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HttpInputTest {
    private static final byte[] BODY = new byte[3_000_000];

    static {
        new Random(5).nextBytes(BODY);
    }

    private final CountDownLatch done = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/whole", exchange -> answer(exchange, BODY.length));
        server.createContext("/chunked", exchange -> answer(exchange, 0));
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", at("whole"));
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/silent", exchange -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write(new byte[3]);
            exchange.getResponseBody().flush();
            await();
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        done.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void givesTheBodyOfAKnownLengthAndOfAnUnknownOne() throws IOException {
        try (HttpInput whole = HttpInput.open(at("whole"), 0);
                HttpInput chunked = HttpInput.open(at("chunked"), 0)) {
            assertThat(whole.length()).isEqualTo(BODY.length);
            assertThat(whole.readAllBytes()).isEqualTo(BODY);
            assertThat(whole.read()).isEqualTo(-1);
            assertThat(chunked.length()).isEqualTo(-1);
            assertThat(chunked.read()).isEqualTo(BODY[0] & 0xff);
            assertThat(chunked.readAllBytes()).hasSize(BODY.length - 1);
        }
    }

    @Test
    void followsARedirection() throws IOException {
        String file = folder.resolve("file").toString();
        new Download(at("moved"), "", "remedy").to(file, Progress.SILENT, part -> {});
        assertThat(Files.readAllBytes(Path.of(file))).isEqualTo(BODY);
    }

    @Test
    void aServerThatFallsSilentIsAnError() throws IOException {
        try (HttpInput silent = HttpInput.open(at("silent"), 0, Duration.ofSeconds(1))) {
            assertThat(silent.readNBytes(3)).hasSize(3);
            assertThatThrownBy(silent::read)
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("no answer for 1 s");
        }
    }

    @Test
    void aHostThatIsNotThereIsSaidToBeUnknown() {
        assertThatThrownBy(() -> new Download("http://host.invalid/file", "", "remedy")
                        .to(folder.resolve("file").toString(), Progress.SILENT, part -> {}))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("Cannot fetch http://host.invalid/file (unknown host): remedy");
    }

    @Test
    void anAddressWithoutAHostIsOneLine() {
        assertThatThrownBy(() -> new Download("http:file", "", "remedy")
                        .to(folder.resolve("file").toString(), Progress.SILENT, part -> {}))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("Cannot fetch http:file (")
                .hasMessageEndingWith("): remedy");
    }

    private String at(String path) {
        return "http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), path);
    }

    private static void answer(HttpExchange exchange, long length) throws IOException {
        exchange.sendResponseHeaders(200, length);
        exchange.getResponseBody().write(BODY);
        exchange.close();
    }

    private void await() {
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
