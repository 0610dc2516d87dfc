package org.meanfield.job.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.testing.SweepTables;

final class PageServerTest {
    @TempDir
    private Path output;

    private SweepTables tables;

    @BeforeEach
    void writeTables() {
        tables = new SweepTables(output, "sweep-1");
        tables.finished("trial-a", "train.batch=64", 1, 150);
        tables.run("trial-b", "train.batch=32", 1, "running", "");
    }

    @Test
    void pagesAreServedAndNothingIsWritten() throws Exception {
        List<Path> before = files();
        try (PageServer server = PageServer.start(output.toString(), "127.0.0.1", 0)) {
            HttpResponse<String> index = get(server, "");
            assertThat(index.statusCode()).isEqualTo(200);
            assertThat(index.body()).contains("<a href=\"sweep-1/index.html\">sweep-1</a>");
            assertThat(index.headers().firstValue("Content-Security-Policy"))
                    .contains(
                            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:");
            assertThat(get(server, "sweep-1/index.html").body()).contains("Leaderboard", "../trial-a/index.html");
            assertThat(get(server, "trial-a/").body()).contains("75.00 %");
            assertThat(get(server, "sweep-1/jobs/trial-a.yaml").body()).startsWith("name: tiny\nseed: 1\n");
            assertThat(get(server, "trial-a/job.yaml").body()).startsWith("name: tiny\n");
        }
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void onlyPagesAboutRunsInProgressAreAskedForAgain() throws Exception {
        try (PageServer server = PageServer.start(output.toString(), "127.0.0.1", 0)) {
            for (String live : List.of("", "sweep-1/", "trial-b/")) {
                assertThat(get(server, live).headers().firstValue("Refresh"))
                        .as(live)
                        .contains("10");
            }
            assertThat(get(server, "trial-a/").headers().firstValue("Refresh")).isEmpty();
        }
    }

    @Test
    void otherPathsMethodsAndNamesAreRefused() throws Exception {
        Files.writeString(output.resolve("secret"), "secret");
        try (PageServer server = PageServer.start(output.toString(), "127.0.0.1", 0)) {
            for (String path : List.of("secret", "../secret", "%2e%2e/secret", "no-run/", "trial-a/job.json")) {
                HttpResponse<String> none = get(server, path);
                assertThat(none.statusCode()).as(path).isEqualTo(404);
                assertThat(none.body()).startsWith("There is no page here");
            }
            HttpRequest post = HttpRequest.newBuilder(URI.create(server.address()))
                    .POST(HttpRequest.BodyPublishers.ofString("x"))
                    .build();
            HttpResponse<String> refused = send(post);
            assertThat(refused.statusCode()).isEqualTo(405);
            assertThat(refused.headers().firstValue("Allow")).contains("GET, HEAD");
            assertThat(raw(server, "stranger.example")).startsWith("HTTP/1.1 403 ");
            assertThat(raw(server, "localhost:80")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void pagesFollowTheTables() {
        long[] now = {0};
        Site site = new Site(output.toString(), () -> now[0]);
        assertThat(page(site, "trial-b/")).contains("There are no rounds yet");

        tables.course("trial-b", 1, 2);
        assertThat(page(site, "trial-b/")).as("kept for seconds").contains("There are no rounds yet");
        now[0] = Site.KEPT_NANOS + 1;
        assertThat(page(site, "trial-b/")).contains("epoch of the last round, round 2");
        tables.finished("trial-b", "train.batch=32", 1, 100);
        now[0] *= 3;
        assertThat(page(site, "trial-b/")).contains("50.00 %").doesNotContain("estimated end");
    }

    @Test
    void wrongInputIsOneLine() throws Exception {
        assertThatThrownBy(() -> PageServer.start(output + "/none", "127.0.0.1", 0))
                .hasMessage(
                        "DIR is %s/none but must be an output root with the tables of a training or a robustness evaluation",
                        output);
        assertThatThrownBy(() -> PageServer.start(output.toString(), "127.0.0.1", 65_536))
                .hasMessage("--port is 65536 but must be in 0 … 65535");
        assertThatThrownBy(() -> PageServer.start(output.toString(), "no host", 0))
                .hasMessage("--host is no host but must be a name or address of this machine");
        try (PageServer server = PageServer.start(output.toString(), "127.0.0.1", 0)) {
            int taken = URI.create(server.address()).getPort();
            assertThatThrownBy(() -> PageServer.start(output.toString(), "127.0.0.1", taken))
                    .hasMessageStartingWith("--port is %d but must be one that is free on 127.0.0.1".formatted(taken));
        }
    }

    private static String page(Site site, String path) {
        return new String(site.get(path).orElseThrow().bytes(), StandardCharsets.UTF_8);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(output)) {
            return all.sorted().toList();
        }
    }

    private static HttpResponse<String> get(PageServer server, String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(server.address() + path)).build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Java's client sends no other host than that of the address. */
    private static String raw(PageServer server, String host) throws IOException {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(server.address()).getPort())) {
            socket.getOutputStream()
                    .write("HEAD / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                            .formatted(host)
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
