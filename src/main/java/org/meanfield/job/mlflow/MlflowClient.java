package org.meanfield.job.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.meanfield.config.Reason;

/**
 * Client of MLflow's REST interface, version 2.0. A request that meets no server, a server error or none in time is made again, twice; what can be
 * made twice only by chance with another result is not: a run is created once.
 */
final class MlflowClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API = "/api/2.0/mlflow/";
    private static final int TRIES = 3;
    private static final int FACTOR = 3;
    private static final int FILE_FACTOR = 12;
    private static final int OK = 200;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;
    private static final int MOST_ERROR_TEXT = 200;

    private final MlflowSettings settings;
    private final HttpClient http;

    MlflowClient(MlflowSettings settings) {
        this.settings = settings;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * Posts to a method.
     *
     * @param method such as {@code runs/update}
     * @return the answer
     * @throws IOException if there is none that says it was done
     */
    JsonNode post(String method, ObjectNode body) throws IOException, InterruptedException {
        HttpRequest request = request(URI.create(settings.tracking() + API + method), settings.timeout())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        int tries = method.endsWith("/create") ? 1 : TRIES;
        return json(answer(request, "POST " + method, tries));
    }

    /** Returns the answer of a method that takes one value; as {@link #post}. */
    JsonNode get(String method, String key, String value) throws IOException, InterruptedException {
        URI uri = URI.create(settings.tracking() + API + method + "?" + key + "=" + encoded(value));
        return json(answer(request(uri, settings.timeout()).GET().build(), "GET " + method, TRIES));
    }

    /**
     * Uploads a file.
     *
     * @param place the artifact's path below {@code mlflow-artifacts/artifacts/}, with slashes
     * @param content opens the file
     * @param size its size in bytes
     */
    void put(String place, Supplier<InputStream> content, long size) throws IOException, InterruptedException {
        String path =
                Arrays.stream(place.split("/", -1)).map(MlflowClient::encoded).collect(Collectors.joining("/"));
        HttpRequest.BodyPublisher body = size == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(content), size);
        HttpRequest request = request(
                        URI.create(settings.tracking() + "/api/2.0/mlflow-artifacts/artifacts/" + path),
                        settings.timeout().multipliedBy(FILE_FACTOR))
                .header("Content-Type", "application/octet-stream")
                .PUT(body)
                .build();
        answer(request, "PUT of an artifact", TRIES);
    }

    private HttpRequest.Builder request(URI uri, Duration timeout) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri).timeout(timeout);
        settings.authorization().ifPresent(value -> builder.header("Authorization", value));
        return builder;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static JsonNode json(String answer) throws IOException {
        try {
            return JSON.readTree(answer);
        } catch (JsonProcessingException e) {
            throw new IOException("it answers with something other than JSON", e);
        }
    }

    private String answer(HttpRequest request, String what, int tries) throws IOException, InterruptedException {
        Duration pause = settings.pause();
        for (int left = tries - 1; ; left--) {
            String failure;
            try {
                HttpResponse<String> response =
                        http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
                if (response.statusCode() == OK) {
                    return response.body();
                }
                failure = failure(what, response);
                if (response.statusCode() < SERVER_ERROR && response.statusCode() != TOO_MANY) {
                    throw new MlflowException(failure, code(response.body()));
                }
            } catch (HttpTimeoutException e) {
                failure = String.format(
                        Locale.ROOT,
                        "no answer to %s within %d s",
                        what,
                        settings.timeout().toSeconds());
            } catch (ConnectException e) {
                failure = "no server answers there";
            } catch (MlflowException e) {
                throw e;
            } catch (IOException e) {
                failure = what + " failed: " + Reason.line(e);
            }
            if (left <= 0) {
                throw new IOException(failure);
            }
            Thread.sleep(pause.toMillis());
            pause = pause.multipliedBy(FACTOR);
        }
    }

    private static String failure(String what, HttpResponse<String> response) {
        String text = message(response.body());
        return String.format(
                Locale.ROOT,
                "it answers %s with status %d%s",
                what,
                response.statusCode(),
                text.isEmpty() ? "" : ": " + text.substring(0, Math.min(text.length(), MOST_ERROR_TEXT)));
    }

    private static String message(String body) {
        try {
            return JSON.readTree(body).path("message").asText();
        } catch (JsonProcessingException e) {
            return ""; // a page of a proxy
        }
    }

    private static String code(String body) {
        try {
            return JSON.readTree(body).path("error_code").asText();
        } catch (JsonProcessingException e) {
            return "";
        }
    }
}
