package org.meanfield.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meanfield.config.InvalidInputException;

/** What answers at the address of an S3, and is one or not. */
final class S3EndpointTest {
    private static final String PAGE = "<html><body>It works!</body></html>";

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final Configuration hadoop = new Configuration();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        hadoop.set("fs.s3a.endpoint", "http://127.0.0.1:" + server.getAddress().getPort());
        hadoop.setBoolean("fs.s3a.path.style.access", true);
    }

    @AfterEach
    void stop() {
        server.stop(0);
        Storage.configure(new Configuration());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 301, 404, 405})
    void aWebServerIsNone(int status) {
        answer(status, PAGE, "");
        assertThatThrownBy(() -> S3Endpoint.check("bucket", hadoop))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "fs.s3a.endpoint is %s but must be the address of an S3: it answers a request for a bucket with"
                                + " status %s and no answer of S3's",
                        hadoop.get("fs.s3a.endpoint"), status);
    }

    /** By its header, and by its body. */
    @ParameterizedTest
    @CsvSource({
        "200,<?xml version=\"1.0\"?><ListBucketResult xmlns=\"x\"></ListBucketResult>,",
        "403,<Error><Code>AccessDenied</Code></Error>,",
        "404,<Error><Code>NoSuchBucket</Code></Error>,",
        "403,,tx0001"
    })
    void anS3IsAskedOnce(int status, String body, String id) {
        answer(status, body == null ? "" : body, id == null ? "" : id);
        S3Endpoint.check("bucket", hadoop);
        S3Endpoint.check("bucket", hadoop);
        assertThat(asked).containsExactly("/bucket?list-type=2&max-keys=1");
    }

    @Test
    void aServersErrorAndNoServerAreLeftToTheOperation() {
        answer(503, PAGE, "");
        S3Endpoint.check("bucket", hadoop);
        S3Endpoint.check("bucket", hadoop);
        assertThat(asked).hasSize(2);
        server.stop(0);
        assertThatCode(() -> S3Endpoint.check("bucket", hadoop)).doesNotThrowAnyException();
    }

    @Test
    void whatDoesNotSpeakHttpIsNone() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread greeting = new Thread(() -> greet(other));
            greeting.start();
            hadoop.set("fs.s3a.bucket.mine.endpoint", "http://127.0.0.1:" + other.getLocalPort());
            assertThatThrownBy(() -> S3Endpoint.check("mine", hadoop))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage(
                            "fs.s3a.bucket.mine.endpoint is http://127.0.0.1:%s but must be the address of an S3: it does not speak HTTP",
                            other.getLocalPort());
        }
    }

    @Test
    void anAddressThatIsNoneIsToldSo() {
        hadoop.set("fs.s3a.endpoint", "http://a b");
        assertThatThrownBy(() -> S3Endpoint.check("bucket", hadoop))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("fs.s3a.endpoint is 'http://a b' but must be an address such as https://host:9000");
    }

    /** Before anything is written to it. */
    @Test
    void everyOperationAsksFirst() {
        answer(200, PAGE, "");
        Storage.configure(hadoop);
        assertThatThrownBy(() -> Storage.write("s3a://bucket/file", new byte[1]))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("must be the address of an S3");
        assertThat(asked).containsExactly("/bucket?list-type=2&max-keys=1");
    }

    private void answer(int status, String body, String id) {
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            if (!id.isEmpty()) {
                exchange.getResponseHeaders().set("x-amz-request-id", id);
            }
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private static void greet(ServerSocket other) {
        try (Socket client = other.accept()) {
            client.getOutputStream().write("SSH-2.0-OpenSSH_9.2\r\n".getBytes(UTF_8));
            client.getOutputStream().flush();
            client.getInputStream().transferTo(OutputStream.nullOutputStream()); // so that the connection is not reset
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
